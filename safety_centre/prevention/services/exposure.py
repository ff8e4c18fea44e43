"""Counting repeated use, and forgetting it."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Sum

from safety_centre.prevention.models import Contest, Cover, Exposure, Pause, PreventionRule


def count_use(*, account: str, topics: Iterable[str], now: dt.datetime) -> None:
    """Count one use of each topic for ``account`` (a key, see :mod:`prevention.accounts`), and cover what that reaches.

    One statement a topic adds to the day's count, so that simultaneous uses are all counted; the cover is set in the
    same transaction. Callers pass at-risk topics only: seeking help is never counted.
    """
    rule = PreventionRule.objects.get(pk=1)
    for topic in sorted(set(topics)):
        with transaction.atomic():
            _add_one(account, topic, now.date())
            _cover_if_repeated(account, topic, now.date(), rule)


def _add_one(account: str, topic: str, day: dt.date) -> None:
    """Insert or increment in one statement, on PostgreSQL and on SQLite."""
    table = connection.ops.quote_name(Exposure._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (account, topic, day, count) VALUES (%s, %s, %s, 1) "  # noqa: S608  # a constant name
            f"ON CONFLICT (account, topic, day) DO UPDATE SET count = {table}.count + 1",
            [account, topic, day],
        )


def _cover_if_repeated(account: str, topic: str, day: dt.date, rule: PreventionRule) -> None:
    since = day - dt.timedelta(days=rule.window_days - 1)
    uses = (
        Exposure.objects.filter(account=account, topic=topic, day__gte=since).aggregate(total=Sum("count"))["total"]
        or 0
    )
    if uses >= rule.uses:
        Cover.objects.update_or_create(
            account=account,
            topic=topic,
            defaults={"until": day + dt.timedelta(days=rule.cover_days), "uses": uses},
            create_defaults={"since": day, "until": day + dt.timedelta(days=rule.cover_days), "uses": uses},
        )


@transaction.atomic
def clear(*, account: str, topic: str = "") -> int:
    """Forget an account's counts and covers, of one topic or of all; return how many rows. As if never counted."""
    deleted = 0
    for model in (Exposure, Cover):
        rows = model.objects.filter(account=account)
        deleted += (rows.filter(topic=topic) if topic else rows).delete()[0]
    if not topic:
        deleted += Pause.objects.filter(account=account).delete()[0]
    return deleted


def pause(*, account: str, days: int, now: dt.datetime) -> Pause:
    """Let no cover come from repeated use for ``days`` days."""
    until = now.date() + dt.timedelta(days=days)
    paused, _created = Pause.objects.update_or_create(account=account, defaults={"until": until})
    return paused


def resume(*, account: str) -> None:
    """End a pause before its day."""
    Pause.objects.filter(account=account).delete()


@transaction.atomic
def contest(*, account: str, topic: str, reason: str, now: dt.datetime) -> Contest:
    """Put a cover before the safety team; contesting twice is contesting once."""
    found, _created = Contest.objects.get_or_create(
        account=account, topic=topic, state=Contest.State.OPEN, defaults={"reason": reason, "created_at": now}
    )
    return found


@transaction.atomic
def decide_contest(*, contest: Contest, uphold: bool, now: dt.datetime) -> Contest:
    """Lift the cover and forget its counts, or leave it; the account's key leaves the row either way."""
    if uphold:
        clear(account=contest.account, topic=contest.topic)
    contest.state = Contest.State.UPHELD if uphold else Contest.State.DISMISSED
    contest.decided_at = now
    contest.save(update_fields=["state", "decided_at"])
    return contest


def erase_after_window(*, now: dt.datetime) -> int:
    """Delete counts older than the rule's window, covers and pauses that are over; return how many rows.

    Run by ``manage.py tend_prevention``, daily. Decided contests go after thirty days.
    """
    rule = PreventionRule.objects.get(pk=1)
    today = now.date()
    deleted = Exposure.objects.filter(day__lte=today - dt.timedelta(days=rule.window_days)).delete()[0]
    deleted += Cover.objects.filter(until__lt=today).delete()[0]
    deleted += Pause.objects.filter(until__lt=today).delete()[0]
    old = Contest.objects.exclude(state=Contest.State.OPEN).filter(decided_at__lt=now - dt.timedelta(days=30))
    return deleted + old.delete()[0]
