"""What every pairing page shares: signed in, a parent or a teen, errors beside the field, the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from family_pairing import access
from family_pairing.transitions import ForbiddenStep
from safety_centre.accounts.models import User

View = Callable[..., HttpResponse]


def person(request: HttpRequest) -> User:
    """Return who is signed in."""
    return cast(User, request.user)


def family_view(view: View) -> View:
    """Let only parents and teens in, and keep the page out of every cache."""

    @wraps(view)
    @never_cache
    @login_required
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if person(request).kind not in {User.Kind.PARENT, User.Kind.TEEN}:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except access.Over:
            if request.method != "POST":
                raise
            # Pressed twice, or on a page that was open while the pairing ended: nothing more happens, and it says so.
            messages.success(request, _("The pairing has ended."))
            return redirect("family_home")

    return wrapped


def attempt(
    request: HttpRequest,
    step: Callable[[], object],
    done: str,
    *,
    to: str,
    already: Callable[[], bool] = lambda: False,
    **arguments: Any,
) -> HttpResponse:
    """Run ``step`` and go to ``to``, saying ``done`` or what is wrong and how to go on. Nothing is half done.

    ``already`` says whether the very thing was done before: a slow phone is tapped twice, and the second tap reads
    what the first would have.
    """
    problems: list[str] = []
    try:
        step()
    except ValidationError as error:
        problems = error.messages
    except (ForbiddenStep, ObjectDoesNotExist):  # or the other account was deleted at this very instant
        problems = [_("This can’t be done now. The page shows how things stand.")]
    if problems and not already():
        for problem in problems:
            messages.error(request, problem)
    elif done:
        messages.success(request, done)
    return redirect(to, **arguments)
