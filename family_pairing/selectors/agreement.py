"""What the agreement's pages show to one of its two people."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from family_pairing.models import Agreement, AgreementNote, Pairing
from family_pairing.policy import words
from family_pairing.services.agreement import content_hash
from guides.models import CharterCommitment
from safety_centre.accounts.models import User


@dataclass
class Shown:
    """One agreement as its reader sees it: notes are the reader's own and those that were shared."""

    agreement: Agreement
    promises: dict[str, list[Any]]
    settings: list[tuple[str, str]]
    signatures: list[tuple[str, Any]]
    content_hash: str = ""
    signed_by_me: bool = False
    notes: list[AgreementNote] = field(default_factory=list)


def charter_commitments(language: str) -> list[CharterCommitment]:
    """Return the charter's public promises in ``language``, else in French, in their order; one query, or two."""
    for code in dict.fromkeys((language, "fr")):
        found = CharterCommitment.objects.filter(page__live=True, page__locale__language_code=code)
        commitments = list(found.order_by("sort_order"))
        if commitments:
            return commitments
    return []


def _shown(agreement: Agreement, reader: User) -> Shown:
    people = {person.pk: person.name_or_address for person in agreement.pairing.people}
    promises: dict[str, list[Any]] = {"teen": [], "adult": [], "both": []}
    for commitment in agreement.commitments.all():
        promises[commitment.side].append(commitment)
    current = content_hash(agreement) if agreement.state == Agreement.State.DRAFT else ""
    signatures = [
        one for one in agreement.signatures.order_by("signed_at") if not current or current == one.content_hash
    ]
    return Shown(
        agreement=agreement,
        promises=promises,
        settings=[
            (words.name_of(one.key), words.value_in_words(one.key, one.value))
            for one in agreement.settings.order_by("key")
        ],
        signatures=[(people.get(one.user_id, ""), one.signed_at) for one in signatures],
        content_hash=current,
        signed_by_me=any(one.user_id == reader.pk for one in signatures),
        notes=list(agreement.notes.filter(Q(author=reader) | Q(is_shared=True)).select_related("author")),
    )


def note_of(*, pairing: Pairing, author: User, pk: int) -> AgreementNote | None:
    """Return a note that ``author`` wrote about an agreement of ``pairing``; None for any other."""
    return AgreementNote.objects.filter(pk=pk, author=author, agreement__pairing=pairing).first()


def agreements_of(*, pairing: Pairing, reader: User) -> dict[str, Shown | None]:
    """Return the signed agreement and the draft of ``pairing``, each None where there is none."""
    found: dict[str, Shown | None] = {"signed": None, "draft": None}
    for agreement in pairing.agreements.filter(state__in=found).select_related("pairing__guardian", "pairing__teen"):
        found[agreement.state] = _shown(agreement, reader)
    return found
