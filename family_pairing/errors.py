"""What a family can be told when something can't be done: a field to blame, words, and the way out."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# One answer for a code that is wrong, used, too old, locked or somebody's own: the difference is nobody's business.
NO_SUCH_CODE = _(
    "This code doesn’t open a pairing. Check the eight characters, or ask for a new code: a code lasts ten minutes."
)
NO_SUCH_LINK = _(
    "This link doesn’t open a pairing any more. A link works once, for 48 hours: ask the other person for a new one."
)
TOO_MANY_TRIES = _("That was five codes that don’t work. Wait ten minutes, then ask for a new one.")


class PairingError(ValidationError):
    """A step that can't be taken now. ``field`` is the form field it belongs to."""

    def __init__(self, message: object, *, field: str = "__all__", code: str = "pairing") -> None:
        self.field = field
        super().__init__({field: [ValidationError(message, code=code)]})  # type: ignore[arg-type]
