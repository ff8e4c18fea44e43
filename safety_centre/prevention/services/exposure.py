"""Counting repeated use, and forgetting it."""

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Model

from safety_centre.prevention import compiled
from safety_centre.prevention.models import Contest, Cover, Exposure, Pause, PreventionRule


def count_use(*, account: str, topics: Iterable[str], now: dt.datetime) -> None:
    """Count one use of each topic for ``account`` (a key, see :mod:`prevention.accounts`), and cover what that reaches.

    Whatever the number of topics it is one statement on PostgreSQL, two in one transaction on SQLite. The day's count
    is raised in place, so that simultaneous uses are all counted. Callers pass at-risk topics only: seeking help is
    never counted.
    """
    wanted = sorted(set(topics))  # sorted: simultaneous uses take their locks in one order
    if not wanted:
        return
    day, rule = now.date(), compiled.rule()
    counting = _counting(len(wanted))
    counted = [value for topic in wanted for value in (account, topic, day)]
    until, since = day + dt.timedelta(days=rule.cover_days), day - dt.timedelta(days=rule.window_days - 1)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH used AS ({counting} RETURNING account, topic, count) {_covering('used')}",
                [*counted, day, until, since, day, rule.uses],
            )
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(counting, counted)
        marks = ", ".join(["%s"] * len(wanted))
        today = f"(SELECT account, topic, count FROM {_table(Exposure)} "  # noqa: S608  # names and marks only
        today += f"WHERE account = %s AND topic IN ({marks}) AND day = %s) AS used"
        cursor.execute(_covering(today), [day, until, since, day, account, *wanted, day, rule.uses])


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _counting(topics: int) -> str:
    """Return the statement that adds one to the day's count of each of ``topics`` topics."""
    table, rows = _table(Exposure), ", ".join(["(%s, %s, %s, 1)"] * topics)
    return (
        f"INSERT INTO {table} (account, topic, day, count) VALUES {rows} "  # noqa: S608  # names and marks only
        f"ON CONFLICT (account, topic, day) DO UPDATE SET count = {table}.count + 1"
    )


def _covering(used: str) -> str:
    """Return the statement that covers what repeats: ``used`` is today's counts, to which earlier days are added.

    A cover that is there goes on for longer. Parameters: since, until, first day, today, [of ``used``,] least uses.
    """
    date = "CAST(%s AS date)" if connection.vendor == "postgresql" else "%s"
    return (
        f"INSERT INTO {_table(Cover)} (account, topic, since, until, uses) "  # noqa: S608  # names and marks only
        f"SELECT account, topic, {date}, {date}, total FROM (SELECT used.account, used.topic, used.count + COALESCE("
        f"(SELECT SUM(earlier.count) FROM {_table(Exposure)} AS earlier WHERE earlier.account = used.account "
        f"AND earlier.topic = used.topic AND earlier.day >= %s AND earlier.day < %s), 0) AS total FROM {used}"
        ") AS repeated WHERE total >= %s "
        "ON CONFLICT (account, topic) DO UPDATE SET until = excluded.until, uses = excluded.uses"
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
    """Lift the cover and forget its counts, or leave it; the person reads which, for thirty days."""
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
