"""What a password must be, said so that it helps."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class PassphraseLengthValidator(MinimumLengthValidator):
    """Django's rule of length, with the way to get there: a few words are easier than signs."""

    def get_help_text(self) -> str:
        return _("At least %(length)s characters: three or four words that only you would put together do well.") % {
            "length": self.min_length
        }
