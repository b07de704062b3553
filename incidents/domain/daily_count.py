"""Daily counts: one mission day counted by one SQL statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from incidents.enums import NOT_COUNTED, Release
from incidents.models import DailyCount
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission

# The day's incidents are read twice by the same index: once for the sums, once for all five
# breakdowns, which are grouped by keys and named afterwards. A row costs less so than if it
# were joined, kept and grouped five times; OFFSET has PostgreSQL find out once a row, not once
# a sum, whether it counts. Restricted categories stay out, so that no total gives them away.
COUNT = """
WITH grouped AS MATERIALIZED (
    SELECT grouping(i.category, i.area_text, i.post_id, i.status, i.severity) AS by,
           i.category, i.place_id, i.area_text, i.post_id, i.status, i.severity, count(*) AS n
    FROM incidents_incident i
    WHERE {of_the_day} AND {counted}
    GROUP BY GROUPING SETS (
        (i.category), (i.place_id, i.area_text), (i.post_id), (i.status), (i.severity))
), totals AS (
    SELECT count(*) FILTER (WHERE counted) AS incidents,
           count(*) FILTER (WHERE counted AND release = %(public)s) AS public_incidents,
           coalesce(sum(report_count) FILTER (WHERE counted), 0) AS reports,
           count(*) FILTER (WHERE NOT counted) AS not_counted,
           coalesce(sum(killed_low) FILTER (WHERE counted), 0) AS killed,
           count(*) FILTER (WHERE counted AND killed_low IS NULL) AS killed_unknown,
           coalesce(sum(injured_low) FILTER (WHERE counted), 0) AS injured,
           count(*) FILTER (WHERE counted AND injured_low IS NULL) AS injured_unknown
    FROM (SELECT i.release, i.report_count, i.killed_low, i.injured_low, {counted} AS counted
          FROM incidents_incident i WHERE {of_the_day} OFFSET 0) day
)
{insert}
SELECT {id} %(mission)s AS mission_id, %(day)s AS mission_day,
       t.incidents, t.public_incidents, t.reports, t.not_counted,
       t.killed, t.killed_unknown, t.injured, t.injured_unknown,
       {by_category} AS by_category, {by_area} AS by_area, {by_post} AS by_post,
       {by_status} AS by_status, {by_severity} AS by_severity,
       %(now)s AS counted_at,
       (SELECT coalesce(max(seq), 0) FROM incidents_journalentry
        WHERE mission_id = %(mission)s) AS journal_position
FROM totals t
{keep}
"""

_ROWS = {
    "of_the_day": """i.mission_id = %(mission)s AND i.mission_day = %(day)s
        AND i.category <> ALL(%(restricted)s) AND i.merged_into_id IS NULL""",
    "counted": "(i.asserted AND i.status <> ALL(%(not_counted)s))",
}

_INSERT = """
INSERT INTO incidents_dailycount (
    mission_id, mission_day, incidents, public_incidents, reports, not_counted,
    killed, killed_unknown, injured, injured_unknown,
    by_category, by_area, by_post, by_status, by_severity,
    counted_at, journal_position)
"""

_KEEP = """
ON CONFLICT (mission_id, mission_day) DO UPDATE SET
    incidents = excluded.incidents, public_incidents = excluded.public_incidents,
    reports = excluded.reports, not_counted = excluded.not_counted,
    killed = excluded.killed, killed_unknown = excluded.killed_unknown,
    injured = excluded.injured, injured_unknown = excluded.injured_unknown,
    by_category = excluded.by_category, by_area = excluded.by_area,
    by_post = excluded.by_post, by_status = excluded.by_status,
    by_severity = excluded.by_severity,
    counted_at = excluded.counted_at, journal_position = excluded.journal_position
RETURNING *
"""

_BREAKDOWN = """coalesce((SELECT jsonb_object_agg(g.code, g.n) FROM (
    SELECT {code} AS code, sum(n)::int AS n FROM grouped {names}
    WHERE by = 31 - {bit} GROUP BY 1) g WHERE g.code IS NOT NULL), '{{}}'::jsonb)"""

_PLACES = "LEFT JOIN parties_place p ON p.id = place_id"
_POSTS = "JOIN parties_post o ON o.id = post_id"
# The code that each is told by; grouping() has one bit for each, unset where it is grouped by.
_BREAKDOWNS = {
    f"by_{name}": _BREAKDOWN.format(code=code, names=names, bit=bit)
    for name, code, names, bit in (
        ("category", "category", "", 16),
        ("area", "coalesce(nullif(p.area, ''), area_text)", _PLACES, 8),
        ("post", "o.code", _POSTS, 4),
        ("status", "status", "", 2),
        ("severity", "severity::text", "", 1),
    )
}
_LOOK = COUNT.format(insert="", id="NULL::bigint AS id,", keep="", **_ROWS, **_BREAKDOWNS)
_STORE = COUNT.format(insert=_INSERT, id="", keep=_KEEP, **_ROWS, **_BREAKDOWNS)

_DAY_BOOK = 1  # first half of the advisory lock's key; the second is the mission
# The lock that every writer of the journal holds until it ends; see migration 0021.
_JOURNAL_IN_STEP = "(3, 0)"
# Who waits longer for a writer gives up, so that the others go on; the duty is tried again.
_PATIENCE = "10s"


@contextmanager
def one_at_a_time(mission: Mission) -> Iterator[None]:
    """Run one transaction that sees one state of the record, alone in its mission.

    The lock is taken before the transaction begins, so that its snapshot holds all
    that earlier holders of the lock have written, and all journal entries up to its
    newest one.
    """
    outermost = not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_DAY_BOOK, mission.pk])
        try:
            with _whole_journal(cursor) if outermost else transaction.atomic():
                yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_DAY_BOOK, mission.pk])


@contextmanager
def _whole_journal(cursor: CursorWrapper) -> Iterator[None]:
    """Run a transaction whose snapshot was taken while no journal entry was being written.

    Otherwise an entry with a smaller number than the newest one could come later, and the
    journal up to that number would not always be the same. The lock is held for the one
    moment in which the snapshot is taken: a statement sees what was there when it began.
    """
    cursor.execute(f"SET lock_timeout = '{_PATIENCE}'")
    try:
        cursor.execute(f"SELECT pg_advisory_lock{_JOURNAL_IN_STEP}")
    finally:
        cursor.execute("RESET lock_timeout")
    held = True
    try:
        with transaction.atomic():
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"SELECT pg_advisory_unlock{_JOURNAL_IN_STEP}")
            held = False
            yield
    finally:
        if held:
            cursor.execute(f"SELECT pg_advisory_unlock{_JOURNAL_IN_STEP}")


def count_day(mission: Mission, day: date) -> DailyCount:
    """Return the totals of one mission day, counted now and not stored.

    Incidents count when a source asserts them and the mission has not set them
    aside.
    """
    return DailyCount.objects.raw(_LOOK, _parameters(mission, day))[0]


def recount_day(mission: Mission, day: date) -> DailyCount:
    """Store the totals of one mission day, as ``count_day`` counts them, and return them.

    Running it twice, or twice at once, changes nothing.
    """
    with one_at_a_time(mission):
        return keep_count(mission, day)


def keep_count(mission: Mission, day: date) -> DailyCount:
    """Store the totals of one mission day; for callers that are one at a time."""
    return DailyCount.objects.raw(_STORE, _parameters(mission, day))[0]


def _parameters(mission: Mission, day: date) -> dict[str, Any]:
    return {
        "mission": mission.pk,
        "day": day,
        "not_counted": [str(status) for status in NOT_COUNTED],
        "restricted": sorted(RESTRICTED_CATEGORIES),
        "public": str(Release.PUBLIC),
        "now": timezone.now(),
    }
