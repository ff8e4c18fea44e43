"""What follows from who is signed in: language and clock, and what staff must have before the admin opens."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from safety_centre.accounts.clock import zone_of


class AccountLanguageMiddleware:
    """Speaks an account's own language, and tells the time of where it lives, where the address names no language.

    Public pages never look at the account.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/accounts/", "/family/")) and request.user.is_authenticated:
            wanted = getattr(request.user, "language", "")
            if wanted in dict(settings.LANGUAGES):
                translation.activate(wanted)
                request.LANGUAGE_CODE = wanted
            with timezone.override(zone_of(request.user)):
                return self.get_response(request)
        return self.get_response(request)


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to enrol one, where ``STAFF_SECOND_FACTOR_REQUIRED`` says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.STAFF_SECOND_FACTOR_REQUIRED
            and request.path.startswith("/admin/")
            and not request.path.startswith(("/admin/login/", "/admin/logout/"))
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            messages.info(request, _("The admin needs a second step at sign-in. Set one up here, then come back."))
            return redirect("mfa_index")
        return self.get_response(request)
