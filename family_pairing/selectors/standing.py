"""Which rules of age hold for a teen today: the band, or the careful defaults while a parent's consent is awaited."""

import datetime as dt

from family_pairing.policy import bands
from safety_centre.accounts.models import User
from safety_centre.accounts.services import needs_consent


def band_of(teen: User, today: dt.date) -> str:
    """Return the band of ``teen`` on ``today`` (the teen's own day); the most protective one without a birth date.

    One query for a teen below the age of consent, none where ``parental_consent`` was selected along.
    """
    if teen.birth_date is None:
        return bands.YOUNGER
    return bands.AWAITING if needs_consent(teen, today) else bands.band_on(teen.birth_date, today)
