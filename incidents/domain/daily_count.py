"""Daily counts: one mission day recounted by one SQL statement."""

from datetime import date

from django.db import connection
from django.utils import timezone

from incidents.domain.journal import journal_position
from incidents.enums import NOT_COUNTED, Release
from incidents.models import DailyCount
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission

# Sums over the day's incidents in one pass; the breakdowns are grouped from the
# same rows. Restricted categories stay out, so that no total gives them away.
RECOUNT = """
WITH day AS MATERIALIZED (
    SELECT i.category, i.status, i.severity, i.release, i.report_count,
           i.killed_low, i.injured_low,
           coalesce(nullif(p.area, ''), i.area_text) AS area, o.code AS post,
           i.asserted AND i.status <> ALL(%(not_counted)s) AS counted
    FROM incidents_incident i
    LEFT JOIN parties_place p ON p.id = i.place_id
    LEFT JOIN parties_post o ON o.id = i.post_id
    WHERE i.mission_id = %(mission)s AND i.mission_day = %(day)s
      AND i.category <> ALL(%(restricted)s)
), totals AS (
    SELECT count(*) FILTER (WHERE counted) AS incidents,
           count(*) FILTER (WHERE counted AND release = %(public)s) AS public_incidents,
           coalesce(sum(report_count) FILTER (WHERE counted), 0) AS reports,
           count(*) FILTER (WHERE NOT counted) AS not_counted,
           coalesce(sum(killed_low) FILTER (WHERE counted), 0) AS killed,
           count(*) FILTER (WHERE counted AND killed_low IS NULL) AS killed_unknown,
           coalesce(sum(injured_low) FILTER (WHERE counted), 0) AS injured,
           count(*) FILTER (WHERE counted AND injured_low IS NULL) AS injured_unknown
    FROM day
)
INSERT INTO incidents_dailycount AS kept (
    mission_id, mission_day, incidents, public_incidents, reports, not_counted,
    killed, killed_unknown, injured, injured_unknown,
    by_category, by_area, by_post, by_status, by_severity,
    counted_at, journal_position)
SELECT %(mission)s, %(day)s, t.incidents, t.public_incidents, t.reports, t.not_counted,
       t.killed, t.killed_unknown, t.injured, t.injured_unknown,
       {by_category}, {by_area}, {by_post}, {by_status}, {by_severity},
       %(now)s, %(position)s
FROM totals t
ON CONFLICT (mission_id, mission_day) DO UPDATE SET
    incidents = excluded.incidents, public_incidents = excluded.public_incidents,
    reports = excluded.reports, not_counted = excluded.not_counted,
    killed = excluded.killed, killed_unknown = excluded.killed_unknown,
    injured = excluded.injured, injured_unknown = excluded.injured_unknown,
    by_category = excluded.by_category, by_area = excluded.by_area,
    by_post = excluded.by_post, by_status = excluded.by_status,
    by_severity = excluded.by_severity,
    counted_at = excluded.counted_at, journal_position = excluded.journal_position
WHERE kept.journal_position <= excluded.journal_position
"""

_BREAKDOWN = """coalesce((SELECT jsonb_object_agg(g.code, g.n) FROM (
    SELECT {column} AS code, count(*) AS n FROM day
    WHERE counted AND {column} IS NOT NULL GROUP BY 1) g), '{{}}'::jsonb)"""

_STATEMENT = RECOUNT.format(
    by_category=_BREAKDOWN.format(column="category"),
    by_area=_BREAKDOWN.format(column="area"),
    by_post=_BREAKDOWN.format(column="post"),
    by_status=_BREAKDOWN.format(column="status"),
    by_severity=_BREAKDOWN.format(column="severity::text"),
)


def recount_day(mission: Mission, day: date) -> DailyCount:
    """Rebuild the totals of one mission day from its incidents and return them.

    Incidents count when a source asserts them and the mission has not set them
    aside. Running it twice, or twice at once, changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT,
            {
                "mission": mission.pk,
                "day": day,
                "not_counted": [str(status) for status in NOT_COUNTED],
                "restricted": sorted(RESTRICTED_CATEGORIES),
                "public": str(Release.PUBLIC),
                "now": timezone.now(),
                "position": journal_position(mission),
            },
        )
    return DailyCount.objects.get(mission=mission, mission_day=day)
