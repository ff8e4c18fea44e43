"""Mail about one's own account, in the person's own language."""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from safety_centre.accounts.models import BirthDateReview, User

logger = logging.getLogger(__name__)


def tell_of_birth_date(review: BirthDateReview) -> None:
    """Write to the person whose date of birth was looked at. A mail that can't be sent undoes nothing."""
    _write(review.user, "birth_date", {"review": review, "is_agreed": review.state == BirthDateReview.State.AGREED})


def tell_of_erasure(user: User, day: dt.date) -> bool:
    """Write to a teen that their account is deleted on ``day`` unless an adult agrees; return whether it was sent.

    The subject says nothing: a locked phone shows it to whoever stands by.
    """
    keep, mine = (settings.SITE_URL + reverse(name) for name in ("family_home", "account_my_data"))
    return _write(user, "erasure", {"day": day, "keep": keep, "mine": mine})


def _write(user: User, name: str, context: dict[str, Any]) -> bool:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {"person": user, **context}
        message = EmailMessage(
            subject=render_to_string(f"account/mail/{name}_subject.txt", context).strip(),
            body=render_to_string(f"account/mail/{name}.txt", context),
            to=[user.email],
        )
    try:
        message.send()
    except OSError:
        logger.warning("A mail about an account could not be sent.")
        return False
    return True
