"""What prevention does when an account is exported or deleted, and what the safety team may do."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.dispatch import receiver
from django.utils import timezone

from guides.services.workspaces import safety_team_ready
from safety_centre.accounts.models import User
from safety_centre.accounts.services import account_erasing, account_exporting
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.models import Contest
from safety_centre.prevention.selectors.viewer import kept_of
from safety_centre.prevention.services import exposure

SAFETY_TEAM_MAY = [
    "add_sensitiveterm", "change_sensitiveterm", "view_sensitiveterm", "change_preventionrule", "view_preventionrule",
    "change_contest",
]  # fmt: skip


@receiver(account_erasing)
def forget_everything(sender: type, user: User, now: dt.datetime, **kwargs: Any) -> None:
    key = account_key(str(user.public_id))
    exposure.clear(account=key)
    Contest.objects.filter(account=key).delete()


@receiver(account_exporting)
def export(sender: type, user: User, **kwargs: Any) -> tuple[str, object]:
    """Return what is kept of a person's own repeated use. A guardian's own export holds the guardian's only."""
    kept = kept_of(account=account_key(str(user.public_id)), today=timezone.localdate())
    return "prevention", kept


@receiver(safety_team_ready)
def let_the_safety_team_edit(sender: type, group: Group, **kwargs: Any) -> None:
    wanted = Permission.objects.filter(content_type__app_label="prevention", codename__in=SAFETY_TEAM_MAY)
    group.permissions.add(*wanted)
