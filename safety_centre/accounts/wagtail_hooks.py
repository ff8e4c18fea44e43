"""Accounts in the admin: dates of birth that somebody says are wrong."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from safety_centre.accounts import ages
from safety_centre.accounts.models import BirthDateReview, User
from safety_centre.accounts.queues import Queue, Waiting, register_queue
from safety_centre.accounts.services import decide_birth_date_review


def _waiting(today: dt.date) -> list[Waiting]:
    found = BirthDateReview.objects.filter(state=BirthDateReview.State.OPEN).select_related("user")
    return [
        Waiting(
            review.pk,
            review.created_at,
            [
                (_("Account"), str(review.user.public_id)),
                # Without it nobody could ask for the proof that the decision needs.
                (_("E-mail address"), review.user.email),
                (_("Now"), _describe(review.user.birth_date, today)),
                (_("Wanted"), _describe(review.wanted, today)),
                *_too_young(review, today),
            ],
        )
        for review in found
    ]


def _too_young(review: BirthDateReview, today: dt.date) -> list[tuple[str, str]]:
    """Say beforehand that a date can't be agreed to."""
    least = ages.rule_for(str(review.user.country)).minimum_age
    if ages.age_on(review.wanted, today) >= least:
        return []
    return [(_("Too young"), _("No account is possible below %(age)s: this can’t be agreed to.") % {"age": least})]


def _describe(born: dt.date | None, today: dt.date) -> str:
    if born is None:
        return "–"
    return _("%(day)s (%(age)s years)") % {"day": date_format(born), "age": ages.age_on(born, today)}


def _decide(pk: int, decision: str, note: str, user: User, now: dt.datetime) -> None:
    review = BirthDateReview.objects.filter(pk=pk).first()
    if review is None:
        raise ValidationError(_("This request no longer exists."))
    if not note:
        raise ValidationError(_("Write down why, in a few words: it is kept with the decision."))
    decide_birth_date_review(review=review, agree=decision == "agree", by=user, now=now, note=note)


register_queue(
    Queue(
        slug="birth-dates",
        title=gettext_lazy("Dates of birth to review"),
        intro=gettext_lazy(
            "A date of birth decides which protections an account has. Agree only with a proof that you saw; keep no "
            "copy of it."
        ),
        permission="accounts.change_birthdatereview",
        icon="calendar-alt",
        waiting=_waiting,
        decisions=[("agree", gettext_lazy("Change the date")), ("refuse", gettext_lazy("Leave it"))],
        decide=_decide,
        order=720,
    )
)
