"""What pairing does when an account is exported or deleted, and when something changes what holds for a teen."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from family_pairing.models import (
    Agreement,
    AgreementNote,
    ExtraTime,
    GuardianChoice,
    GuardianPreference,
    HistoryEvent,
    Pairing,
    PlannedChange,
    SettingRequest,
    Signature,
    TeenChoice,
    UsageDay,
)
from family_pairing.services import birthdays, consent, ending, history
from family_pairing.signals import policy_touched
from family_pairing.transitions import IN_FORCE
from guides.services.workspaces import safety_team_ready
from safety_centre.accounts.models import User
from safety_centre.accounts.retention import waited_too_long
from safety_centre.accounts.services import (
    account_erasing,
    account_exporting,
    birth_date_changed,
    consent_changed,
    time_zone_changed,
)


@receiver(safety_team_ready)
def let_the_safety_team_decide(sender: type, group: Group, **kwargs: Any) -> None:
    wanted = ["change_saferouterequest", "add_usageday"]
    group.permissions.add(*Permission.objects.filter(content_type__app_label="family_pairing", codename__in=wanted))


@receiver(account_erasing)
def end_pairings(sender: type, user: User, now: dt.datetime, **kwargs: Any) -> None:
    ending.end_for_erasure(user=user, now=now)


@receiver(waited_too_long)
def end_what_waited(sender: type, now: dt.datetime, **kwargs: Any) -> None:
    consent.end_what_waited_too_long(now=now)


@receiver(birth_date_changed)
def end_what_is_impossible_now(sender: type, user: User, now: dt.datetime, **kwargs: Any) -> None:
    birthdays.follow_birth_date(user=user, now=now)


@receiver(time_zone_changed)
def tell_of_another_clock(sender: type, user: User, now: dt.datetime, **kwargs: Any) -> None:
    if user.kind == User.Kind.TEEN:
        history.record_own(kind="time_zone_changed", teen=user, now=now, data={"zone": user.time_zone})


@receiver(account_exporting)
def export(sender: type, user: User, **kwargs: Any) -> tuple[str, object]:
    """Return all that pairing keeps of ``user``. A guardian's export names pairings as the guardian sees them."""
    from family_pairing.selectors.pairings import visible_state

    pairings = Pairing.objects.filter(Q(teen=user) | Q(guardian=user)).order_by("created_at")
    about_me = HistoryEvent.objects.filter(Q(teen_ref=user.public_id) | Q(guardian_ref=user.public_id))
    return "family_pairing", {
        "pairings": [
            {
                "id": str(pairing.public_id),
                "state": visible_state(pairing, user),
                "created": pairing.created_at.isoformat(),
            }
            for pairing in pairings
        ],
        "choices": list(TeenChoice.objects.filter(teen=user).values("key", "value")),
        "screen_time": [
            {"day": usage.day.isoformat(), "minutes": usage.minutes} for usage in UsageDay.objects.filter(teen=user)
        ],
        "choices_as_guardian": list(
            GuardianChoice.objects.filter(pairing__guardian=user)
            .order_by("pk")
            .values("pairing__public_id", "key", "value")
        ),
        "requests": [
            {"key": one.key, "wanted": one.wanted, "state": one.state, "reason": one.reason}
            for one in SettingRequest.objects.filter(Q(pairing__teen=user) | Q(pairing__guardian=user)).order_by("pk")
        ],
        "plans": list(
            PlannedChange.objects.filter(Q(pairing__guardian=user) | Q(pairing__teen=user, pairing__state__in=IN_FORCE))
            .order_by("pk")
            .values("key", "value", "starts_on")
        ),
        "extra_time": list(
            ExtraTime.objects.filter(Q(pairing__teen=user) | Q(pairing__guardian=user))
            .order_by("pk")
            .values("day", "minutes")
        ),
        "signatures": list(Signature.objects.filter(user=user).order_by("pk").values("signed_at", "content_hash")),
        "agreements": [
            {
                "state": agreement.state,
                "signed_at": agreement.signed_at,
                "review_on": agreement.review_on,
                "promises": list(agreement.commitments.values("side", "title", "text")),
                "settings": list(agreement.settings.values("key", "value")),
            }
            for agreement in Agreement.objects.filter(pairing__in=pairings).order_by("pk")
        ],
        "weekly_digest": GuardianPreference.objects.filter(user=user, weekly_digest=True).exists(),
        "notes": list(AgreementNote.objects.filter(author=user).order_by("pk").values_list("text", flat=True)),
        "history": [
            {"at": event.at.isoformat(), "kind": event.kind, "data": event.data}
            for event in about_me.order_by("at", "pk")
        ],
    }


@receiver([consent_changed, birth_date_changed, time_zone_changed])
def tell_of_another_standing(sender: type, user: User, **kwargs: Any) -> None:
    """An agreement, an age or a clock decides the policy as much as a choice does."""
    if user.birth_date is not None:
        policy_touched.send(sender=sender, teen_id=user.pk)


# On the models and not in each service: whatever way a choice is written, it can't be forgotten.
@receiver([post_save, post_delete], sender=TeenChoice)
def tell_of_own_choice(sender: type, instance: TeenChoice, **kwargs: Any) -> None:
    if _is_meant(sender, kwargs):
        policy_touched.send(sender=sender, teen_id=instance.teen_id)


@receiver([post_save, post_delete], sender=GuardianChoice)
@receiver(post_save, sender=ExtraTime)
def tell_of_guardians_choice(sender: type, instance: GuardianChoice | ExtraTime, **kwargs: Any) -> None:
    if _is_meant(sender, kwargs) and instance.pairing.teen_id is not None:
        policy_touched.send(sender=sender, teen_id=instance.pairing.teen_id)


@receiver([post_save, post_delete], sender=Pairing)
def tell_of_pairing(sender: type, instance: Pairing, **kwargs: Any) -> None:
    if _is_meant(sender, kwargs) and instance.teen_id is not None:
        policy_touched.send(sender=sender, teen_id=instance.teen_id)


def _is_meant(sender: type, kwargs: dict[str, Any]) -> bool:
    """Say whether the row was written or deleted for itself, and not swept away with an account that is erased."""
    origin = kwargs.get("origin")
    return origin is None or getattr(origin, "model", type(origin)) is sender
