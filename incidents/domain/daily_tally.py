"""Daily tallies: mission days counted by each dimension, once they have been calm for a while.

Triggers mark the day of every incident that is written, whoever writes it, and the days of a
place whose area is changed. A tally is one statement: it takes away the marks that it sees,
and counts the incidents that it sees. What is written meanwhile leaves a mark behind.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Now

from incidents.categories import CLASS_LENGTH
from incidents.enums import NOT_COUNTED
from incidents.models import StaleDay
from incidents.rules import RESTRICTED_CATEGORIES

# Dimension → what is alike in it. Tallies hold these, and which categories are restricted and
# which states do not count: who changes any of it marks all days, by a migration.
DIMENSIONS = {
    "category_class": f"left(i.category, {CLASS_LENGTH})",
    "category": "i.category",
    "status": "i.status",
    "severity": "i.severity::text",
    "area": "coalesce(nullif(p.area, ''), i.area_text)",
    "weapon": "i.weapon",
    "count_unit": "i.count_unit",
}
_COUNT = """
WITH marks AS (
    DELETE FROM incidents_staleday WHERE mission_id = %(mission)s AND mission_day = ANY(%(days)s)
), former AS (
    DELETE FROM incidents_dailytally
    WHERE mission_id = %(mission)s AND mission_day = ANY(%(days)s)
), fact AS (
    SELECT i.mission_day, i.release, i.category = ANY(%(restricted)s) AS restricted,
           i.asserted AND i.status <> ALL(%(not_counted)s) AS counts, i.report_count,
           i.killed_low AS killed, i.injured_low AS injured, i.count_low AS things, {facts}
    FROM incidents_incident i LEFT JOIN parties_place p ON p.id = i.place_id
    WHERE i.mission_id = %(mission)s AND i.mission_day = ANY(%(days)s)
        AND i.merged_into_id IS NULL
    OFFSET 0
)
INSERT INTO incidents_dailytally (
    mission_id, mission_day, release, restricted, dimension, code,
    counted, set_aside, report_count, killed_low, killed_unsaid, injured_low, injured_unsaid,
    count_low, count_unsaid)
SELECT %(mission)s, mission_day, release, restricted,
       CASE {names} END, CASE {codes} END,
       count(*) FILTER (WHERE counts), count(*) FILTER (WHERE NOT counts),
       coalesce(sum(report_count) FILTER (WHERE counts), 0),
       coalesce(sum(killed) FILTER (WHERE counts), 0),
       count(*) FILTER (WHERE counts AND killed IS NULL),
       coalesce(sum(injured) FILTER (WHERE counts), 0),
       count(*) FILTER (WHERE counts AND injured IS NULL),
       coalesce(sum(things) FILTER (WHERE counts), 0),
       count(*) FILTER (WHERE counts AND things IS NULL)
FROM fact
GROUP BY mission_day, release, restricted, GROUPING SETS ({sets})
"""


def _by_each(form: str, separator: str) -> str:
    return separator.join(form.format(name=f"by_{name}", of=name) for name in DIMENSIONS)


_TALLY = _COUNT.format(
    facts=", ".join(f"{of} AS by_{name}" for name, of in DIMENSIONS.items()),
    names=_by_each("WHEN grouping({name}) = 0 THEN '{of}'", " "),
    codes=_by_each("WHEN grouping({name}) = 0 THEN {name}", " "),
    sets=_by_each("({name})", ", "),
)
# Whoever tallies is alone, and waits for whoever changes an area; see migration 0045.
_TURN = "SELECT pg_try_advisory_xact_lock(7, 0)"
# A day that reports are being filed of is left to who asks, but not for long.
CALM, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=10)
# So many days of ten thousand incidents hold a worker up for a few seconds.
DAYS_AT_ONCE = 10


def tally_stale_days(most: int = DAYS_AT_ONCE) -> int:
    """Tally the days that were marked and are calm, or have waited long; return how many.

    Nothing happens while another one tallies, or somebody changes the area of a place.
    """
    with transaction.atomic():
        days = _due_days(most) if _is_my_turn() else {}
        for mission, found in days.items():
            _tally(mission, found)
    return sum(map(len, days.values()))


def _is_my_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_TURN)
        return bool(cursor.fetchone()[0])


def _due_days(most: int) -> dict[int, list[date]]:
    """Return days by mission, the newest first: they are asked for most."""
    marked = StaleDay.objects.values_list("mission_id", "mission_day")
    days = marked.annotate(first=Min("marked_at"), last=Max("marked_at"))
    due = days.filter(Q(last__lte=Now() - CALM) | Q(first__lte=Now() - LONGEST_WAIT))
    found: dict[int, list[date]] = {}
    for mission, day, *_marks in due.order_by("-mission_day", "mission_id")[:most]:
        found.setdefault(mission, []).append(day)
    return found


def _tally(mission: int, days: Collection[date]) -> None:
    told: dict[str, Any] = {
        "mission": mission,
        "days": list(days),
        "restricted": sorted(RESTRICTED_CATEGORIES),
        "not_counted": [str(status) for status in NOT_COUNTED],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, told)
