"""Family pairing in the admin: the safety team's queue of the safe route, and reports of screen time."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from family_pairing.admin_views import PERMISSION, report_usage
from family_pairing.models import SafeRouteRequest
from family_pairing.policy.bands import age_on
from family_pairing.services import safe_route
from safety_centre.accounts.models import User
from safety_centre.accounts.queues import Queue, Waiting, register_queue


def _waiting(today: dt.date) -> list[Waiting]:
    found = SafeRouteRequest.objects.filter(state=SafeRouteRequest.State.OPEN).select_related("teen", "pairing")
    return [
        Waiting(
            request.pk,
            request.created_at,
            [
                (_("Teen"), request.teen.name_or_address),
                (_("Age"), age_on(request.teen.birth_date, today) if request.teen.birth_date else "–"),
                (_("Country"), countries.name(request.teen.country) or "–"),
                (_("How to reach the teen"), _contact(request)),
                (_("Pairing"), request.pairing.public_id if request.pairing else _("all")),
            ],
        )
        for request in found
    ]


def _contact(request: SafeRouteRequest) -> str:
    if request.contact == SafeRouteRequest.Contact.EMAIL:
        return f"{request.get_contact_display()} ({request.teen.email})"
    return request.get_contact_display()


def _decide(pk: int, decision: str, note: str, user: User, now: dt.datetime) -> None:
    request = SafeRouteRequest.objects.filter(pk=pk).first()
    if request is None:
        raise ValidationError(_("This request no longer exists."))
    if not note:
        raise ValidationError(_("Write down why, in a few words: it is kept with the decision."))
    step = safe_route.agree if decision == "agree" else safe_route.close
    step(request=request, by=user, note=note, now=now)


register_queue(
    Queue(
        slug="safe-route",
        title=gettext_lazy("Safe route"),
        intro=gettext_lazy(
            "A teen who is afraid at home asks to end a pairing without a word to that adult. Agreeing ends it now: "
            "the adult’s page stays as it was and no mail is sent. Where a child is in danger, call 119 (France) or "
            "the emergency services of the teen’s country first."
        ),
        permission="family_pairing.change_saferouterequest",
        icon="warning",
        waiting=_waiting,
        decisions=[
            ("agree", gettext_lazy("End the pairing without notice")),
            ("close", gettext_lazy("Close without ending it")),
        ],
        decide=_decide,
    )
)


@hooks.register("register_admin_urls")
def _usage_address() -> list[URLPattern]:
    return [path("screen-time/report/", report_usage, name="report_usage")]


class _UsageMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_admin_menu_item")
def _usage_menu_item() -> MenuItem:
    title = gettext_lazy("Report screen time")
    return _UsageMenuItem(title, reverse("report_usage"), name="report-usage", icon_name="time", order=725)
