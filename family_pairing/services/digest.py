"""The weekly digest: what a guardian's page already shows, once a week by e-mail, for those who asked for it."""

import datetime as dt
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from family_pairing.models import GuardianPreference
from family_pairing.selectors.digest import digest_of
from safety_centre.accounts.clock import zone_of
from safety_centre.accounts.models import User

EVERY = dt.timedelta(days=7)
logger = logging.getLogger(__name__)


def want_digest(*, user: User, wanted: bool) -> None:
    """Remember whether a guardian wants the digest. Nobody gets one without asking."""
    GuardianPreference.objects.update_or_create(user=user, defaults={"weekly_digest": wanted})


def send_digests(*, now: dt.datetime) -> int:
    """Send the digests that are due; return how many. Running it twice sends none twice."""
    due = Q(digest_sent_on__isnull=True) | Q(digest_sent_on__lte=now.date() - EVERY)
    sent = 0
    wanted = GuardianPreference.objects.filter(due, weekly_digest=True, user__is_active=True).select_related("user")
    for preference in wanted:
        with transaction.atomic():
            mine = GuardianPreference.objects.filter(due, pk=preference.pk, weekly_digest=True)
            if mine.update(digest_sent_on=now.date()) and _send(preference.user, now):
                sent += 1
    return sent


def _send(user: User, now: dt.datetime) -> bool:
    with translation.override(user.language or settings.LANGUAGE_CODE), timezone.override(zone_of(user)):
        context = {
            "person": user,
            "address": settings.SITE_URL + reverse("family_home"),
            "teens": digest_of(guardian=user, now=now),
        }
        if not context["teens"]:
            return False
        message = EmailMessage(
            subject=render_to_string("family_pairing/mail/digest_subject.txt", context).strip(),
            body=render_to_string("family_pairing/mail/digest.txt", context),
            to=[user.email],
        )
    try:
        message.send()
    except OSError:
        logger.warning("A weekly digest could not be sent.")
        return False
    return True
