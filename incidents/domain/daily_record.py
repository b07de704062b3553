"""What is recorded of one mission day: the only thing that its report is made from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from incidents.domain.day_rule import rule_of
from incidents.domain.writing import looking_beyond
from incidents.enums import NOT_COUNTED, OWN_SOURCES
from incidents.judgements import FindingStatus
from incidents.missionday.day_rule import DayRule
from incidents.missionday.numbering import number_of
from incidents.missionday.tally import Fact
from incidents.missionday.window import ONE_DAY
from incidents.models import DailyReturn, Finding, Incident, Report, SameEventLink
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.queries.post import expected_posts
from parties.models import Mission


@dataclass(frozen=True, slots=True)
class Standing:
    """What the standing order said when the report was made; the report states all of it."""

    mission: str
    rule: DayRule
    number: int | None
    expected: tuple[str, ...]
    licence: str
    areas: Mapping[str, str]  # area by code of the place; a place without one is missing


@dataclass(frozen=True, slots=True)
class DayRecord:
    """Incidents, returns and published findings of a day; nothing that is restricted."""

    incidents: Sequence[Incident]
    before: Sequence[Incident]  # the day before
    returns: Sequence[DailyReturn]
    so_far: Sequence[DailyReturn]  # of all days with counters, up to this one
    spoke: frozenset[str]  # posts with a report of an incident of the day
    alleged: Mapping[str, int]  # incidents by the party that a published claim accuses
    findings: Sequence[Finding]


def standing_now(mission: Mission, day: date, incidents: Iterable[Incident]) -> Standing:
    """Return what the standing order says now of what a day's report needs."""
    places = {row.place.code: row.place.area for row in incidents if row.place}
    return Standing(
        mission=mission.code,
        rule=rule_of(mission),
        number=number_of(day, mission.opened_on) if day >= mission.opened_on else None,
        expected=tuple(post.code for post in expected_posts(mission, day)),
        licence=mission.licence,
        areas={code: area for code, area in places.items() if area},
    )


def record_now(mission: Mission, day: date) -> DayRecord:
    """Return what is recorded of a day now, the same for all who may read the day."""
    incidents = list(_incidents(mission, day))
    with looking_beyond():  # of reports, only posts and numbers are told
        links = list(_links(incidents))
    return DayRecord(
        incidents=incidents,
        before=list(_incidents(mission, day - ONE_DAY)),
        returns=newest_returns(returns_of(mission, day)),
        so_far=newest_returns(returns_so_far(mission, day)),
        spoke=posts_that_spoke(link.report for link in links),
        alleged=alleged_in((link.incident_id, link.report) for link in links),
        findings=list(with_rows(Finding.objects.filter(incident__in=incidents, status=_PUBLISHED))),
    )


_PUBLISHED = FindingStatus.PUBLISHED


def _incidents(mission: Mission, day: date) -> QuerySet[Incident]:
    rows = Incident.objects.filter(mission=mission, mission_day=day, merged_into__isnull=True)
    open_ones = rows.exclude(category__in=RESTRICTED_CATEGORIES)
    return open_ones.select_related("place", "post").order_by("sort_at", "id")


def _links(incidents: Sequence[Incident]) -> QuerySet[SameEventLink]:
    links = SameEventLink.objects.filter(incident__in=incidents, unlinked_at__isnull=True)
    return links.select_related("report__post", "report__alleged_party")


def with_rows(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return findings with what is said below them, in the order of their incidents."""
    rows = findings.select_related("incident").prefetch_related(
        "sides__party", "breaches__provision", "sign_offs__party"
    )
    return rows.order_by("incident__reference", "incident_id")


def is_open(report: Report) -> bool:
    """Tell whether a report may leave a trace in what everybody reads."""
    return report.category not in RESTRICTED_CATEGORIES


def posts_that_spoke(reports: Iterable[Report]) -> frozenset[str]:
    """Return the posts with a report of an incident of the day.

    Restricted reports stay out: a post with a report and no incident would hint at one.
    """
    return frozenset(r.post.code for r in reports if r.post and is_open(r))


def alleged_in(told: Iterable[tuple[object, Report]]) -> dict[str, int]:
    """Return in how many incidents each party is accused, by code, in what its source published.

    Args:
        told: incident and report, for each report of each incident.

    """
    pairs = {
        (incident, report.alleged_party.code)
        for incident, report in told
        if report.alleged_party and is_open(report) and _is_public(report)
    }
    return Counter(party for _, party in pairs)


def _is_public(report: Report) -> bool:
    return bool(report.source_url) and report.source_kind not in OWN_SOURCES


def returns_of(mission: Mission, day: date) -> QuerySet[DailyReturn]:
    """Return the returns of a day without variants, in the order in which they came."""
    told = DailyReturn.objects.filter(mission=mission, mission_day=day, is_variant=False)
    return told.select_related("post").order_by("received_at", "pk")


def returns_so_far(mission: Mission, day: date) -> QuerySet[DailyReturn]:
    """Return the returns without variants of all days with counters, up to this one."""
    told = DailyReturn.objects.filter(mission=mission, mission_day__lte=day, is_variant=False)
    days = told.exclude(counters=[]).values("mission_day")
    rows = told.filter(mission_day__in=days).select_related("post")
    return rows.order_by("received_at", "pk")


def newest_returns(told: Iterable[DailyReturn]) -> list[DailyReturn]:
    """Return the newest return of each post and day, and all that speak for many posts.

    They are given in the order in which they came.
    """
    newest = {(r.mission_day, r.post_id or f"source-{r.pk}"): r for r in told}
    return list(newest.values())


def fact_of(row: Incident, standing: Standing) -> Fact:
    """Return what counts of an incident."""
    return Fact(
        counted=row.asserted and row.status not in NOT_COUNTED,
        reports=row.report_count,
        category=row.category,
        status=row.status,
        severity=row.severity,
        area=area_of(row, standing),
        post=row.post.code if row.post else None,
        weapon=row.weapon,
        spot=_spot(row),
        low=row.count_low,
        high=row.count_high,
        qualifier=row.count_qualifier,
        unit=row.count_unit,
        killed=row.killed_low,
        injured=row.injured_low,
    )


def area_of(row: Incident, standing: Standing) -> str:
    """Return the area of an incident's place, or else what its source calls the area."""
    return standing.areas.get(row.place.code if row.place else "", row.area_text)


def _spot(row: Incident) -> str:
    """What “the same place” means when one event a day and place is counted."""
    if row.place is not None:
        return f"place {row.place.code}"
    if row.public_lat is not None:
        return f"at {row.public_lat} {row.public_lon}"
    return f"area {row.area_text}" if row.area_text else ""
