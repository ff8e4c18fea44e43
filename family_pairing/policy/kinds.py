"""The kinds of values that settings have: how each is read, written and ordered by protectiveness.

Every kind is a join semilattice: :meth:`Kind.strictest` is commutative, associative and idempotent, and never looser
than either of its inputs. Its order is ``a`` at least as strict as ``b`` iff ``strictest(a, b) == a``.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from family_pairing.policy import windows

MOST_KEYWORDS = 200
LONGEST_KEYWORD = 60


class Kind:
    """How one kind of value behaves. Values are kept in a canonical JSON form."""

    def clean(self, value: Any) -> Any:
        """Return ``value`` in canonical form. Raises :class:`ValidationError` in words for a wrong one."""
        raise ValidationError(_("This setting can’t be set."))

    def least(self) -> Any:
        """Return the value that protects least: every other is at least as strict."""
        return self.clean(None)

    def strictest(self, one: Any, other: Any) -> Any:
        """Return the most protective value that is at least as strict as both."""
        return one if one == other else self.clean(None)

    def at_least_as_strict(self, one: Any, other: Any) -> bool:
        """Say whether ``one`` protects at least as much as ``other``."""
        return self.strictest(one, other) == one


@dataclass(frozen=True)
class Choice(Kind):
    """One of some values, ordered from least to most protective; the later one wins."""

    values: tuple[str, ...]

    def clean(self, value: Any) -> str:
        if value not in self.values:
            raise ValidationError(_("Choose one of the values shown."))
        return value

    def least(self) -> str:
        return self.values[0]

    def strictest(self, one: str, other: str) -> str:
        return max(one, other, key=self.values.index)


def _keyword(word: str) -> str:
    """Return ``word`` as it is compared: one spelling for each way to type it, without case.

    Control characters and halves of characters are left out: no one types them, and PostgreSQL's JSON refuses them.
    """
    typed = "".join(sign for sign in word if sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cs"})
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold())
    return re.sub(r"\s+", " ", folded).strip()


@dataclass(frozen=True)
class Keywords(Kind):
    """A set of words to filter; the union wins. Compared without case, as people type."""

    def clean(self, value: Any) -> list[str]:
        if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(w, str) for w in value):
            raise ValidationError(_("A list of words is needed."))
        words = sorted({_keyword(word) for word in value} - {""})
        if len(words) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in words):
            raise ValidationError(_("At most 200 words, each of at most 60 letters."))
        return words

    def least(self) -> list[str]:
        return []

    def strictest(self, one: list[str], other: list[str]) -> list[str]:
        return sorted({*one, *other})


@dataclass(frozen=True)
class WeekdayMinutes(Kind):
    """Minutes a day, one number a weekday from Monday; the lowest of each weekday wins. 1,440 is no limit."""

    def clean(self, value: Any) -> list[int]:
        numbers = [value] * 7 if isinstance(value, int) and not isinstance(value, bool) else value
        if (
            not isinstance(numbers, Sequence)
            or isinstance(numbers, str)
            or len(numbers) != 7
            or not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= windows.DAY for n in numbers)
        ):
            raise ValidationError(_("Give 0 to 1,440 minutes for each day of the week."))
        return list(numbers)

    def least(self) -> list[int]:
        return [windows.DAY] * 7

    def strictest(self, one: list[int], other: list[int]) -> list[int]:
        return [min(pair) for pair in zip(one, other, strict=True)]


def _minute(number: Any) -> int:
    """Return a whole number of minutes, as JSON or a form gives it. Raises ValueError for anything else."""
    if isinstance(number, bool) or (isinstance(number, float) and not number.is_integer()):
        raise ValueError(number)
    return int(number)


@dataclass(frozen=True)
class WeeklyWindows(Kind):
    """Windows of the week; the union wins."""

    def clean(self, value: Any) -> list[list[int]]:
        try:
            if isinstance(value, Mapping):
                raise TypeError
            pairs = [(_minute(start), _minute(end)) for start, end in value]
        except (TypeError, ValueError):
            raise ValidationError(_("Give a beginning and an end for each window.")) from None
        if not all(0 <= start < windows.WEEK and start < end <= start + windows.WEEK for start, end in pairs):
            raise ValidationError(_("A window begins and ends within a week."))
        return [list(window) for window in windows.canonical(pairs)]

    def least(self) -> list[list[int]]:
        return []

    def strictest(self, one: list[list[int]], other: list[list[int]]) -> list[list[int]]:
        pairs = windows.canonical([(start, end) for start, end in [*one, *other]])
        return [list(window) for window in pairs]


@dataclass(frozen=True)
class FromTime(Kind):
    """Off (empty), or from a time in the evening; the earlier wins. Counted from noon: 00:30 is after 23:00."""

    def clean(self, value: Any) -> str:
        if value in ("", None):
            return ""
        try:
            if not re.fullmatch(r"\d\d:\d\d(:\d\d)?", str(value), re.ASCII):
                raise ValueError(value)
            return dt.time.fromisoformat(str(value)).strftime("%H:%M")
        except ValueError:
            raise ValidationError(_("Give a time, as 22:00, or leave it empty.")) from None

    def least(self) -> str:
        return ""

    def strictest(self, one: str, other: str) -> str:
        def evening(value: str) -> int:
            hours, minutes = value.split(":")
            return (int(hours) * 60 + int(minutes) - 12 * 60) % windows.DAY

        return min((value for value in (one, other) if value), key=evening, default="")
