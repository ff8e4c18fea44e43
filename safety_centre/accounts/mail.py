"""Mail about one's own account, in the person's own language."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from safety_centre.accounts.models import BirthDateReview

logger = logging.getLogger(__name__)


def tell_of_birth_date(review: BirthDateReview) -> None:
    """Write to the person whose date of birth was looked at. A mail that can't be sent undoes nothing."""
    user = review.user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {"person": user, "review": review, "is_agreed": review.state == BirthDateReview.State.AGREED}
        message = EmailMessage(
            subject=render_to_string("account/mail/birth_date_subject.txt", context).strip(),
            body=render_to_string("account/mail/birth_date.txt", context),
            to=[user.email],
        )
    try:
        message.send()
    except OSError:
        logger.warning("A mail about a date of birth could not be sent.")
