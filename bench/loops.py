"""The loops that a nightly task is written with before somebody measures it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from incidents.domain.projection import mission_day_of
from incidents.enums import NOT_COUNTED, Release
from incidents.models import DailyCount, Incident
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission, Place, Post

Numbers = dict[str, Any]
BREAKDOWNS = ("by_category", "by_area", "by_post", "by_status", "by_severity")
TOTALS = (
    "incidents",
    "public_incidents",
    "reports",
    "not_counted",
    "killed",
    "killed_unknown",
    "injured",
    "injured_unknown",
)


def count_by_walking_all(mission: Mission, day: date) -> DailyCount:
    """Walk over all incidents of the mission and keep those of the day."""
    walked = Incident.objects.filter(mission=mission).order_by().iterator()
    return _store(mission, day, _of_day(walked, mission, day))


def count_by_walking_the_day(mission: Mission, day: date) -> DailyCount:
    """Walk over the day's incidents, which the table's own column tells."""
    return _store(mission, day, Incident.objects.filter(mission=mission, mission_day=day))


def numbers_of(count: DailyCount) -> Numbers:
    """What two ways of counting must agree in."""
    return {name: getattr(count, name) for name in (*TOTALS, *BREAKDOWNS)}


def _of_day(incidents: Iterable[Incident], mission: Mission, day: date) -> Iterable[Incident]:
    for incident in incidents:
        incident.mission = mission  # known already, and no query each
        if mission_day_of(incident) == day:
            yield incident


def _store(mission: Mission, day: date, incidents: Iterable[Incident]) -> DailyCount:
    numbers = _numbers(mission, incidents) | {
        "counted_at": timezone.now(),
        "journal_position": 0,
    }
    return DailyCount.objects.update_or_create(mission=mission, mission_day=day, defaults=numbers)[
        0
    ]


def _numbers(mission: Mission, incidents: Iterable[Incident]) -> Numbers:
    areas = dict(Place.objects.values_list("pk", "area"))
    posts = dict(Post.objects.filter(mission=mission).values_list("pk", "code"))
    totals = dict.fromkeys(TOTALS, 0)
    groups: dict[str, Counter[str]] = {name: Counter() for name in BREAKDOWNS}
    for incident in incidents:
        if incident.merged_into_id or incident.category in RESTRICTED_CATEGORIES:
            continue
        if not incident.asserted or incident.status in NOT_COUNTED:
            totals["not_counted"] += 1
            continue
        _add(totals, incident)
        groups["by_category"][incident.category] += 1
        groups["by_area"][areas.get(incident.place_id) or incident.area_text] += 1
        groups["by_status"][incident.status] += 1
        groups["by_severity"][str(incident.severity)] += 1
        if incident.post_id:
            groups["by_post"][posts[incident.post_id]] += 1
    return totals | {name: dict(counter) for name, counter in groups.items()}


def _add(totals: dict[str, int], incident: Incident) -> None:
    totals["incidents"] += 1
    totals["public_incidents"] += incident.release == Release.PUBLIC
    totals["reports"] += incident.report_count
    for outcome in ("killed", "injured"):
        low = getattr(incident, f"{outcome}_low")
        totals[f"{outcome}_unknown" if low is None else outcome] += 1 if low is None else low
