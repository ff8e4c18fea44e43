"""Publishing the lexicon: whole, numbered, never changed afterwards; and taking an older one back."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from safety_centre.accounts.models import User
from safety_centre.prevention import compiled, store
from safety_centre.prevention.matching import LexiconError, Term, terms_from_folder, version_of
from safety_centre.prevention.matching.lexicon import duplicates
from safety_centre.prevention.models import LexiconVersion, SensitiveTerm

STARTER = Path(__file__).resolve().parent.parent / "lexicon"
LISTS = ("allowed_neighbours", "exceptions", "only_with", "not_with")
FIELDS = ("term", "topic", "level", "intent", "match", "family", "language", *LISTS, "accents", "note")
LOCK = 0x5AFE7E1  # PostgreSQL's advisory lock: one publishing at a time


def term_of(row: SensitiveTerm) -> Term:
    """Return a row as the matcher's term. Raises :class:`LexiconError` for a field that the matcher can't use."""
    return Term.from_dict({name: getattr(row, name) for name in FIELDS}, where=str(row))


def active_terms() -> list[Term]:
    """Return the terms of the active rows. Raises :class:`ValidationError` with every problem, each naming its term."""
    found: list[Term] = []
    problems: list[str] = []
    for row in SensitiveTerm.objects.filter(is_active=True).order_by("pk"):
        try:
            found.append(term_of(row))
        except LexiconError as error:
            problems += error.problems
    problems += duplicates(found)
    if problems:
        raise ValidationError(problems)
    return found


@transaction.atomic
def publish(*, by: User | None, note: str, now: dt.datetime) -> LexiconVersion:
    """Publish the active terms as the next version. The same terms again publish nothing and return what is current.

    Raises :class:`ValidationError` where a term can't be matched; then nothing is published.
    """
    _one_at_a_time()
    return _publish(active_terms(), by, note, now)


def _one_at_a_time() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _publish(terms: list[Term], by: User | None, note: str, now: dt.datetime) -> LexiconVersion:
    current = LexiconVersion.objects.order_by("-number").first()
    fingerprint = version_of(terms)
    if current is not None and current.hash == fingerprint:
        return current
    # What can't be compiled isn't published; what is, lies ready for every process before it hears of it.
    matcher = store.matcher_of(fingerprint, lambda: terms)
    try:
        version = LexiconVersion.objects.create(
            number=(current.number if current else 0) + 1,
            terms=[term.to_dict() for term in terms],
            hash=fingerprint,
            count=len(terms),
            note=note[:300],
            published_at=now,
            published_by=by,
        )
    except IntegrityError as error:
        raise ValidationError(_("Somebody else has just published. Look at it, then publish again.")) from error
    ready = compiled.Compiled(matcher, version.number, version.hash)
    transaction.on_commit(lambda: compiled.take(ready))
    return version


@transaction.atomic
def roll_back(*, version: LexiconVersion, by: User, now: dt.datetime) -> LexiconVersion:
    """Publish an older version again, as a new one, and make the rows what it says: the next edit goes on from there.

    Terms that it lacks are kept but inactive.
    """
    _one_at_a_time()
    terms = [Term.from_dict(row) for row in version.terms]
    SensitiveTerm.objects.update(is_active=False)
    for term in terms:
        values = term.to_dict()
        key = {name: values.pop(name) for name in ("language", "term", "match")}
        SensitiveTerm.objects.update_or_create(**key, defaults={**values, "is_active": True})
    return _publish(terms, by, _("Back to version %(number)s") % {"number": version.number}, now)


@transaction.atomic
def load_starter_lexicon(*, now: dt.datetime, folder: Path = STARTER) -> tuple[int, LexiconVersion | None]:
    """Add the starter's terms that aren't there yet and publish; return how many were new and the current version.

    What the safety team changed or switched off stays as it is: a term is looked for by language, spelling and match.
    """
    _one_at_a_time()
    known = set(SensitiveTerm.objects.values_list("language", "term", "match"))
    new = [term for term in terms_from_folder(folder) if (term.language, term.term, term.match) not in known]
    SensitiveTerm.objects.bulk_create(_rows(new), batch_size=500)
    if not SensitiveTerm.objects.exists():
        return 0, None
    if new:
        return len(new), _publish(active_terms(), None, _("Starter lexicon"), now)
    return 0, LexiconVersion.objects.order_by("-number").first()


def _rows(terms: Iterable[Term]) -> list[SensitiveTerm]:
    return [SensitiveTerm(**term.to_dict()) for term in terms]
