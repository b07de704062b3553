"""The content of a daily report: what is said of one mission day, in plain values."""

from datetime import date

from django.db.models import Q

from incidents.domain.content import utc_text
from incidents.domain.daily_count import count_day
from incidents.ledger.canonical import Canonical
from incidents.missionday.numbering import number_of
from incidents.missionday.window import ONE_DAY, window_of
from incidents.models import DailyCount, DailyReturn, Incident, SameEventLink
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.queries.post import expected_posts
from parties.models import Mission

_TOTALS = (
    "incidents",
    "reports",
    "not_counted",
    "killed",
    "killed_unknown",
    "injured",
    "injured_unknown",
)
_BREAKDOWNS = ("by_category", "by_area", "by_post", "by_status", "by_severity")


def content_of(
    mission: Mission, day: date, count: DailyCount | None = None
) -> dict[str, Canonical]:
    """Return the content of a mission day's report, from what is recorded.

    It depends on the record alone, never on the clock or on stored counts: the same
    record gives the same bytes. Places and posts are named by their codes, since their names are
    rendered by the reader's policy. ``count`` saves counting again what the same
    transaction has just counted.
    """
    window = window_of(day, mission.time_zone, mission.cut_off)
    count = count or count_day(mission, day)
    return {
        "v": 1,
        "mission": mission.code,
        "mission_day": day.isoformat(),
        "number": number_of(day, mission.opened_on) if day >= mission.opened_on else None,
        "year": day.year,
        "window": {
            "begins": utc_text(window.begins),
            "ends": utc_text(window.ends),
            "time_zone": mission.time_zone,
        },
        "totals": _totals(count),
        "previous": _totals(count_day(mission, day - ONE_DAY)),
        **{name: _breakdown(count, name) for name in _BREAKDOWNS},
        "coverage": _coverage(mission, day),
        "incidents": _incidents(mission, day),
    }


def _totals(count: DailyCount) -> dict[str, Canonical]:
    return {name: getattr(count, name) for name in _TOTALS}


def _breakdown(count: DailyCount, name: str) -> list[Canonical]:
    ordered = sorted(getattr(count, name).items(), key=lambda row: (-row[1], row[0]))
    return [{"code": code, "incidents": number} for code, number in ordered]


def _coverage(mission: Mission, day: date) -> dict[str, Canonical]:
    expected = [post.code for post in expected_posts(mission, day)]
    returns = current_returns(mission, day)
    spoke = {r.post.code for r in returns if r.post} | _reporting_posts(mission, day)
    minutes = [r.observed_minutes for r in returns if r.observed_minutes is not None]
    watching = [r.posts_watching for r in returns if r.posts_watching is not None]
    return {
        "expected": expected,
        "reported": sorted(spoke),
        "silent": [code for code in expected if code not in spoke],
        "nil_returns": sum(1 for r in returns if r.is_nil),
        "observed_minutes": sum(minutes) if minutes else None,
        "posts_watching": max(watching) if watching else None,
        "outages": sum(1 for r in returns if r.outage_text),
        "denied_access": sum(1 for r in returns if r.denied_text),
    }


def current_returns(mission: Mission, day: date) -> list[DailyReturn]:
    """Return the newest return of each post, and all returns that speak for many posts."""
    told = (
        DailyReturn.objects.filter(mission=mission, mission_day=day, is_variant=False)
        .select_related("post")
        .order_by("received_at", "pk")
    )
    newest = {(r.post_id or f"source-{r.pk}"): r for r in told}
    return list(newest.values())


def _reporting_posts(mission: Mission, day: date) -> set[str]:
    """Return the posts with a report of an incident of the day.

    Restricted incidents and reports stay out: a post with a report and no incident
    would hint at one.
    """
    links = SameEventLink.objects.filter(
        ~Q(incident__category__in=RESTRICTED_CATEGORIES),
        ~Q(report__category__in=RESTRICTED_CATEGORIES),
        incident__mission=mission,
        incident__mission_day=day,
        unlinked_at__isnull=True,
        report__post__isnull=False,
    )
    return set(links.values_list("report__post__code", flat=True))


def _incidents(mission: Mission, day: date) -> list[Canonical]:
    rows = (
        Incident.objects.filter(
            ~Q(category__in=RESTRICTED_CATEGORIES),
            mission=mission,
            mission_day=day,
            merged_into__isnull=True,
        )
        .select_related("place")
        .order_by("sort_at", "id")
    )
    return [_incident(row) for row in rows]


def _incident(row: Incident) -> dict[str, Canonical]:
    return {
        "id": str(row.pk),
        "reference": row.reference,
        "category": row.category,
        "status": row.status,
        "severity": row.severity,
        "place": row.place.code if row.place else None,
        "area": row.area_text,
        "lat": str(row.public_lat) if row.public_lat is not None else None,
        "lon": str(row.public_lon) if row.public_lon is not None else None,
        "weapon": row.weapon or None,
        "count": [row.count_low, row.count_high],
        "count_qualifier": row.count_qualifier,
        "count_unit": row.count_unit or None,
        "killed": [row.killed_low, row.killed_high],
        "injured": [row.injured_low, row.injured_high],
        "asserted": row.asserted,
        "reports": row.report_count,
    }
