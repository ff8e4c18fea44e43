"""The family agreement: drafted by both, signed by both, and what it says about settings holds from then on."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from family_pairing.errors import PairingError
from family_pairing.models import Agreement, AgreementCommitment, AgreementNote, AgreementSetting, Pairing, Signature
from family_pairing.services import choices, history
from family_pairing.services.locking import lock
from family_pairing.services.taps import ONE_TAP
from family_pairing.transitions import State
from guides.models import CharterCommitment
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

MOST_NOTES = 50
LONGEST_NOTE = 2000


def _people(pairing: Pairing) -> set[int | None]:
    return {pairing.guardian_id, pairing.teen_id}


def may_write(pairing: Pairing, user: User) -> bool:
    """Say whether ``user`` may draft and sign: both while the pairing is active.

    After the safe route ended it, its guardian may go on, to no effect: a refusal would tell.
    """
    if user.pk == pairing.guardian_id:
        return pairing.state in {State.ACTIVE, State.SEVERED}
    return user.pk == pairing.teen_id and pairing.state == State.ACTIVE


@transaction.atomic
def draft(*, pairing: Pairing, user: User, now: dt.datetime) -> Agreement:
    """Return the draft that the two are working on, made from the signed one where there is one."""
    pairing = lock(pairing)
    if not may_write(pairing, user):
        raise PairingError(_("An agreement needs an active pairing."))
    found = pairing.agreements.filter(state=Agreement.State.DRAFT).first()
    if found:
        return found
    made = Agreement.objects.create(pairing=pairing, created_at=now)
    signed = pairing.agreements.filter(state=Agreement.State.SIGNED).first()
    if signed:
        for commitment in signed.commitments.all():
            commitment.pk, commitment.agreement = None, made
            commitment.save()
        for setting in signed.settings.all():
            setting.pk, setting.agreement = None, made
            setting.save()
        signed.notes.update(agreement=made)  # they are of the talk, which goes on
    return made


@transaction.atomic
def write(
    *,
    agreement: Agreement,
    user: User,
    commitments: Iterable[CharterCommitment],
    sides: Mapping[str, str],
    settings: Mapping[str, Any],
    review_on: dt.date | None,
    now: dt.datetime,
) -> Agreement:
    """Replace the draft's content. Signatures given before fall away: nobody has signed what now stands there.

    ``sides`` maps a commitment's key to ``teen``, ``adult`` or ``both``; ``settings`` a setting's key to its value.
    Raises :class:`ValidationError` naming ``commitments``, ``settings`` or ``review_on``.
    """
    agreement = _locked_draft(agreement, user)
    chosen = list(commitments)
    given = {sides.get(commitment.key, commitment.audience) for commitment in chosen}
    if chosen and not (given & {"both"} or {"teen", "adult"} <= given):
        raise ValidationError({"commitments": _("An agreement has promises on both sides: choose some for each.")})
    if review_on is not None and review_on <= today_of(agreement.pairing.people[1], now):
        raise ValidationError({"review_on": _("Choose a day to come, to look at it together again.")})
    cleaned = {key: choices.clean_value(key, value, field="settings") for key, value in settings.items()}
    agreement.commitments.all().delete()
    agreement.settings.all().delete()
    AgreementCommitment.objects.bulk_create(
        AgreementCommitment(
            agreement=agreement,
            key=commitment.key,
            title=commitment.title,
            text=commitment.text,
            side=sides.get(commitment.key, commitment.audience),
            sort_order=number,
        )
        for number, commitment in enumerate(chosen)
    )
    AgreementSetting.objects.bulk_create(
        AgreementSetting(agreement=agreement, key=key, value=value) for key, value in sorted(cleaned.items())
    )
    agreement.review_on = review_on
    agreement.save(update_fields=["review_on"])
    if content_hash(agreement) not in agreement.signatures.values_list("content_hash", flat=True):
        agreement.signatures.all().delete()
    return agreement


def _locked_draft(agreement: Agreement, user: User) -> Agreement:
    lock(agreement.pairing)  # first, as everywhere: see docs/family-pairing.md
    locked = (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("pairing__guardian", "pairing__teen")
        .get(pk=agreement.pk)
    )
    if not may_write(locked.pairing, user):
        raise PairingError(_("An agreement needs an active pairing."))
    if locked.state != Agreement.State.DRAFT:
        raise PairingError(_("This agreement is signed. Start a new one to change it."))
    return locked


def content_hash(agreement: Agreement) -> str:
    """Return the hash of exactly what the two people sign: promises, sides, settings and review date."""
    content = {
        "commitments": list(agreement.commitments.order_by("key").values_list("key", "title", "text", "side")),
        "settings": list(agreement.settings.order_by("key").values_list("key", "value")),
        "review_on": str(Agreement.objects.values_list("review_on", flat=True).get(pk=agreement.pk)),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def sign(*, agreement: Agreement, user: User, seen_hash: str, now: dt.datetime) -> Agreement:
    """Sign what one has just read. With the second signature its settings become the guardian's choices.

    ``seen_hash`` is what the page showed: where the other changed the text meanwhile, nothing is signed and
    :class:`PairingError` says so. Everything happens in one transaction: no agreement is signed by halves.
    """
    agreement = _locked_draft(agreement, user)
    current = content_hash(agreement)
    if seen_hash != current:
        raise PairingError(
            _("The agreement changed while you read it. Read it once more, then sign."), field="seen_hash"
        )
    if not agreement.commitments.exists():
        raise PairingError(_("Choose at least one promise first."), field="commitments")
    if agreement.signatures.filter(user=user, content_hash=current).exists():
        return agreement  # a second tap: signed once is signed
    Signature.objects.update_or_create(
        agreement=agreement, user=user, defaults={"content_hash": current, "signed_at": now}
    )
    signed = set(agreement.signatures.filter(content_hash=current).values_list("user_id", flat=True))
    history.record(kind="agreement_signed", pairing=agreement.pairing, actor=user, now=now)
    if signed == _people(agreement.pairing):
        _put_into_force(agreement, now)
    return agreement


def is_signed_as_seen(*, pairing: Pairing, user: User, seen_hash: str) -> bool:
    """Say whether the agreement that applies is the very one that ``user`` saw and signed."""
    signed = Signature.objects.filter(agreement__pairing=pairing, agreement__state=Agreement.State.SIGNED, user=user)
    return seen_hash in signed.values_list("content_hash", flat=True)  # compared here: what was posted may hold a NUL


def _put_into_force(agreement: Agreement, now: dt.datetime) -> None:
    agreement.pairing.agreements.filter(state=Agreement.State.SIGNED).update(state=Agreement.State.REPLACED)
    agreement.state, agreement.signed_at = Agreement.State.SIGNED, now
    agreement.save(update_fields=["state", "signed_at"])
    for setting in agreement.settings.all():
        choices.set_by_guardian(
            pairing=agreement.pairing,
            user=agreement.pairing.guardian,
            key=setting.key,
            value=setting.value,
            now=now,
            through="agreement",
        )
    history.record(kind="agreement_in_force", pairing=agreement.pairing, actor=None, now=now)


@transaction.atomic
def add_note(*, agreement: Agreement, user: User, text: str, now: dt.datetime) -> AgreementNote:
    """Keep a note that only its author reads."""
    agreement = _locked_draft(agreement, user)
    if not text.strip():
        raise ValidationError({"text": _("Write a few words first.")})
    if len(text) > LONGEST_NOTE or "\x00" in text:
        raise ValidationError({"text": _("At most 2,000 characters a note.")})
    mine = agreement.notes.filter(author=user)
    twin = mine.filter(text=text.strip(), created_at__gt=now - ONE_TAP, created_at__lte=now).first()
    if twin is not None:
        return twin
    if mine.count() >= MOST_NOTES:
        raise ValidationError({"text": _("That is a lot of notes. Delete one first.")})
    return AgreementNote.objects.create(agreement=agreement, author=user, text=text.strip(), created_at=now)


def share_note(*, note: AgreementNote, user: User) -> None:
    """Let the other person read a note of one's own; it can't be unread."""
    AgreementNote.objects.filter(pk=note.pk, author=user).update(is_shared=True)


def delete_note(*, note: AgreementNote, user: User) -> None:
    """Delete a note of one's own."""
    AgreementNote.objects.filter(pk=note.pk, author=user).delete()
