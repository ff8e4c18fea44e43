"""Mail to both sides about each line of history: the same facts, each in their own language.

Sent after the transaction has committed, so that nobody reads of something that didn't happen; a mail server that
doesn't answer loses the mail and not the change, which both still read in their history.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from family_pairing.models import HistoryEvent, Pairing
from family_pairing.selectors.history import lines, names_of
from family_pairing.services.history import event_recorded
from family_pairing.transitions import State
from safety_centre.accounts.clock import zone_of
from safety_centre.accounts.models import User

logger = logging.getLogger(__name__)


def recipients(pairing: Pairing, *, quiet: bool = False) -> list[User]:
    """Return who is told: both sides; of a severed pairing its guardian alone, who must notice nothing."""
    people = [pairing.guardian] if quiet or pairing.state == State.SEVERED else [pairing.guardian, pairing.teen]
    return [person for person in people if person is not None and person.is_active]


@receiver(event_recorded)
def mail_both_sides(sender: type, event: HistoryEvent, pairing: Pairing, quiet: bool = False, **kwargs: Any) -> None:
    addressed = recipients(pairing, quiet=quiet)
    # Both are named whoever is written to: a name left out would tell that the other side is gone.
    names = names_of(pairing)
    transaction.on_commit(lambda: deliver(event, addressed, names))


_post = ThreadPoolExecutor(max_workers=2, thread_name_prefix="family-mail")


def deliver(event: HistoryEvent, addressed: list[User], names: dict[str, str]) -> Future[None] | None:
    """Send the mail of ``event``, in the background where ``MAIL_IN_BACKGROUND`` says so.

    A page that waited for the mail server would answer sooner where only one side is written to, and so tell the
    guardian of a severed pairing that the other side isn't.
    """
    if settings.MAIL_IN_BACKGROUND:
        return _post.submit(send, event, addressed, names)
    send(event, addressed, names)
    return None


def send(event: HistoryEvent, addressed: Iterable[User], names: dict[str, str]) -> None:
    """Send the mail of ``event`` to each of ``addressed``. A failure is logged without saying whom or what about."""
    for person in addressed:
        with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone_of(person)):
            line = lines([event], names)[0]
            context = {"line": line, "person": person, "address": settings.SITE_URL + reverse("family_home")}
            message = EmailMessage(
                subject=render_to_string("family_pairing/mail/event_subject.txt", context).strip(),
                body=render_to_string("family_pairing/mail/event.txt", context),
                to=[person.email],
            )
        try:
            message.send()
        except OSError:
            logger.warning("A family pairing mail could not be sent.")
