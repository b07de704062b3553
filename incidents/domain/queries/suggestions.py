"""Suggestions: other incidents that may be the same event, with the reasons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from incidents.domain.queries.access import (
    visible_evidence,
    visible_incidents,
    visible_reports,
)
from incidents.domain.queries.likeness import Likeness, Told, likeness, told_of
from incidents.enums import Scope
from incidents.models import Incident, Report, SameEventLink
from parties.domain.acting import Actor
from parties.models import PlaceName
from parties.naming import fold_name

# The coarsest time is a month: an event of it may be told of with any day since.
EARLIER, LATER = timedelta(days=32), timedelta(days=32)
MOST_CANDIDATES = 200  # on either side in time, by the index of a mission's newest incidents
MOST_REPORTS = 2000
LIKELY = 50
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another incident that may be the same event: how likely, from 0 to 100, and why."""

    incident: Incident
    score: int
    reasons: tuple[str, ...]


def suggestions_for(actor: Actor, incident: Incident, at_least: int = LIKELY) -> list[Suggestion]:
    """Return the readable incidents that most likely are the same event, likeliest first."""
    candidates = {row.pk: row for row in _candidates(actor, incident)}
    told = _told_by_incident(actor, [incident.pk, *candidates])
    own = told.pop(incident.pk, [])
    found = [
        Suggestion(candidates[pk], best.score, best.reasons)
        for pk, others in told.items()
        if (best := likeliest(own, others)) is not None and best.score >= at_least
    ]
    found.sort(key=lambda suggestion: (-suggestion.score, suggestion.incident.reference))
    return found[:SHOWN]


def suggestions_for_report(actor: Actor, report: Report) -> list[Suggestion]:
    """Return the incidents that most likely tell of a report's event, beside its own."""
    link = SameEventLink.objects.filter(report=report, unlinked_at__isnull=True).first()
    return [] if link is None else suggestions_for(actor, link.incident)


def likeliest(own: Iterable[Told], others: Iterable[Told]) -> Likeness | None:
    """Return the greatest likeness between any report of one incident and any of another."""
    rows = list(others)
    found = [alike for one in own for other in rows if (alike := likeness(one, other))]
    return max(found, key=lambda alike: alike.score, default=None)


def compared(
    reports: Iterable[Report], files: Mapping[int, frozenset[str]] | None = None
) -> list[Told]:
    """Return what is compared of reports, with one query for the names of their places."""
    rows = list(reports)
    aliases = _aliases({report.place_id for report in rows if report.place_id})
    return [told_of(report, aliases, files) for report in rows]


def _candidates(actor: Actor, incident: Incident) -> list[Incident]:
    rows = visible_incidents(actor).filter(mission=incident.mission_id).exclude(pk=incident.pk)
    rows = rows.select_related("place", "mission").prefetch_related("place__names")
    middle = incident.sort_at
    earlier = rows.filter(sort_at__lte=middle, sort_at__gte=middle - EARLIER)
    later = rows.filter(sort_at__gt=middle, sort_at__lte=middle + LATER)
    return [
        *earlier.order_by("-sort_at", "-id")[:MOST_CANDIDATES],
        *later.order_by("sort_at", "id")[:MOST_CANDIDATES],
        *_with_the_same_file(actor, incident, rows),
    ]


def _with_the_same_file(
    actor: Actor, incident: Incident, rows: QuerySet[Incident]
) -> QuerySet[Incident]:
    """Incidents with a file of this one, however far away in time."""
    told = SameEventLink.objects.filter(incident=incident, unlinked_at__isnull=True)
    seen = visible_evidence(actor)
    files = set(seen.filter(report__in=told.values("report")).values_list("file", flat=True))
    if not files:
        return rows.none()
    reports = seen.filter(file__in=files).values("report")
    links = SameEventLink.objects.filter(report__in=reports, unlinked_at__isnull=True)
    return rows.filter(pk__in=links.values("incident"))[:MOST_CANDIDATES]


def _told_by_incident(actor: Actor, incidents: list[UUID]) -> dict[UUID, list[Told]]:
    links = SameEventLink.objects.filter(incident__in=incidents, unlinked_at__isnull=True)
    holders = dict(links.values_list("report_id", "incident_id")[:MOST_REPORTS])
    rows = visible_reports(actor).filter(pk__in=holders, scope=Scope.EVENT)
    told: dict[UUID, list[Told]] = defaultdict(list)
    files = _files(actor, set(holders))
    for one in compared(rows.prefetch_related("casualties").order_by("key"), files):
        told[holders[one.report.key]].append(one)
    return told


def _aliases(places: set[int]) -> dict[int | None, frozenset[str]]:
    names: dict[int | None, set[str]] = defaultdict(set)
    for place, name in PlaceName.objects.filter(place__in=places).values_list("place", "name"):
        names[place].add(fold_name(name))
    return {place: frozenset(folded) for place, folded in names.items()}


def _files(actor: Actor, reports: set[int]) -> dict[int, frozenset[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    rows = visible_evidence(actor).filter(report__in=reports)
    for report, file in rows.values_list("report_id", "file_id"):
        held[report].add(file)
    return {report: frozenset(files) for report, files in held.items()}
