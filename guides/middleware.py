"""One refusal, told wherever it came up: the draft is kept and the editor is led back to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from guides.services.checks import MustFixError


class MustFixMiddleware:
    """Turns :class:`MustFixError` into a message and the way back to the page's form.

    Every admin view that submits, approves, schedules or publishes can meet it: the page's form, listings, revisions,
    workflow dialogs, translations. Views that handle validation errors themselves never get here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MustFixError) or not request.path.startswith("/admin/"):
            return None
        address = reverse("wagtailadmin_pages:edit", args=[exception.page.pk]) + "#checks"
        messages.error(request, exception.summary())
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # What Wagtail's dialogs expect: they close and follow the address.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
