"""Flash and spot reports: what the mission publishes of single incidents.

A flash is made by itself as soon as an incident is very serious: one of each incident, not
verified, and it says so. A spot report is written by a duty officer about one or several
incidents, with words of their own; it supersedes the flashes and the earlier spot reports
that tell of no other incidents. Both are for the staff until their incidents are public.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.alerting import FLASH_FROM
from incidents.domain.content import utc_text
from incidents.domain.content_checks import Problem, refuse
from incidents.domain.daily_content import incident_row
from incidents.domain.daily_count import one_at_a_time
from incidents.domain.daily_record import Standing, fact_of
from incidents.domain.daily_report import keep_revision, newest_position
from incidents.domain.day_rule import rule_of
from incidents.domain.writing import looking_beyond
from incidents.ledger.canonical import Canonical, canonical_bytes
from incidents.missionday.tally import totals_of
from incidents.models import DailyReport, Incident
from incidents.publishing import OF_INCIDENTS, PublicationKind
from incidents.rules import RESTRICTED_CATEGORIES, may
from parties.domain.acting import Actor
from parties.models import Mission, User

FORM = 1
# An incident that was opened longer ago gets no flash any more: it would be none.
FRESH = timedelta(hours=1)
# Nor does one that is told of long after it happened, such as a record that is brought in.
RECENT = timedelta(days=1)
LONGEST_TEXT = 4000
MOST_INCIDENTS = 20


def name_of_flash(incident: Incident) -> str:
    """Return how the flash of an incident is named: there is one of each."""
    return f"{PublicationKind.FLASH}-{incident.reference}"


def incidents_without_flash(now: datetime) -> QuerySet[Incident]:
    """Return the incidents that are owed a flash, earliest first, computed from the rows."""
    told = DailyReport.objects.filter(
        mission=OuterRef("mission"),
        name=Concat(Value(f"{PublicationKind.FLASH}-"), OuterRef("reference")),
    )
    rows = Incident.objects.filter(
        ~Exists(told), severity__gte=FLASH_FROM, opened_at__range=(now - FRESH, now), asserted=True
    )
    recent = _tellable(rows).exclude(occurred_from__lt=now - RECENT)
    return recent.select_related("mission").order_by("opened_at", "pk")


def _tellable(rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Leave out what stays restricted, and what was merged into another incident."""
    open_ones = rows.exclude(category__in=RESTRICTED_CATEGORIES)
    return open_ones.filter(merged_into__isnull=True)


def publish_flash(incident: Incident, now: datetime) -> DailyReport | None:
    """Publish the flash of an incident, once; None if it has one or is owed none."""
    mission = incident.mission
    with one_at_a_time(mission):
        owed = incidents_without_flash(now).filter(pk=incident.pk).exists()
        return _publish(mission, PublicationKind.FLASH, [incident], "", None, now) if owed else None


def write_spot(
    mission: Mission,
    incidents: Sequence[Incident],
    text: str,
    *,
    actor: Actor,
    now: datetime | None = None,
) -> DailyReport:
    """Publish a spot report about incidents that its author may read.

    Args:
        mission: whose incidents.
        incidents: one or several.
        text: what the duty officer says of them.
        actor: a duty officer.
        now: when, for tests.

    Raises:
        PermissionDenied: the actor is no duty officer here.
        ValidationError: there is no text, or an incident cannot be told of.

    """
    if actor.user is None or not may(actor, "keep_findings", mission.pk):
        raise PermissionDenied
    refuse(_problems(mission, incidents, text))
    at = now or timezone.now()
    kind = PublicationKind.SPOT
    with looking_beyond(), one_at_a_time(mission):
        return _publish(mission, kind, incidents, text.strip(), actor.user, at)


def _problems(mission: Mission, incidents: Sequence[Incident], text: str) -> list[Problem]:
    wanted = {one.pk for one in incidents}
    told = _tellable(Incident.objects.filter(pk__in=wanted, mission=mission)).count()
    problems = []
    if not text.strip() or len(text) > LONGEST_TEXT:
        words = _("Say what happened, in at most %(number)s characters.")
        problems.append(Problem("text", words % {"number": LONGEST_TEXT}, "length"))
    if not 1 <= len(wanted) <= MOST_INCIDENTS:
        words = _("Choose 1 to %(number)s incidents.") % {"number": MOST_INCIDENTS}
        problems.append(Problem("others", words, "number"))
    elif told != len(wanted):
        words = _("One of them is restricted or was merged: no report can tell of it.")
        problems.append(Problem("others", words, "restricted"))
    return problems


def _publish(
    mission: Mission,
    kind: PublicationKind,
    incidents: Sequence[Incident],
    text: str,
    author: User | None,
    at: datetime,
) -> DailyReport:
    ids, is_flash = sorted(str(one.pk) for one in incidents), kind == PublicationKind.FLASH
    rows = list(Incident.objects.filter(pk__in=ids).select_related("place", "post"))
    today = rule_of(mission).day_of(at)
    days = sorted({one.mission_day or today for one in rows})
    earlier = [] if is_flash else _superseded(mission, ids)
    number = _next_number(mission, kind, today.year)
    name = name_of_flash(rows[0]) if is_flash else f"{kind}-{today.year}-{number}"
    said: dict[str, Canonical] = {
        "name": name,
        "kind": str(kind),
        "number": number,
        "year": today.year,
        "first_day": days[0].isoformat(),
        "mission_day": days[-1].isoformat(),
        "written": utc_text(at),
        "text": text,
        "supersedes": [*earlier],
    }
    content = single_content(rows, standing_for(mission, number, rows), said)
    report = DailyReport(
        mission=mission,
        kind=kind,
        name=name,
        about=ids,
        first_day=days[0],
        mission_day=days[-1],
        year=today.year,
        number=number,
        revision=1,
        content=canonical_bytes(content),
        journal_position=newest_position(mission),
        published_at=at,
    )
    return keep_revision(report, author)


def _superseded(mission: Mission, ids: list[str]) -> list[str]:
    rows = DailyReport.objects.filter(
        mission=mission, kind__in=OF_INCIDENTS, about__contained_by=ids
    )
    return sorted(rows.values_list("name", flat=True))


def _next_number(mission: Mission, kind: PublicationKind, year: int) -> int:
    last = DailyReport.objects.filter(mission=mission, kind=kind, year=year).order_by("-number")
    return (last.values_list("number", flat=True).first() or 0) + 1


def standing_for(mission: Mission, number: int, rows: Iterable[Incident]) -> Standing:
    """Return what the standing order says now of what such a report needs."""
    return Standing(
        mission=mission.code,
        rule=rule_of(mission),
        number=number,
        expected=(),
        licence=mission.licence,
        areas={row.place.code: row.place.area for row in rows if row.place and row.place.area},
    )


# What a report states by itself; the rest follows from its incidents.
STATED = (
    *("name", "kind", "number", "year", "first_day", "mission_day"),
    *("written", "text", "supersedes"),
)


def single_content(
    rows: Iterable[Incident], standing: Standing, said: Mapping[str, Canonical]
) -> dict[str, Canonical]:
    """Return what is said of some incidents, from their rows and what the report states."""
    ordered = sorted(rows, key=lambda row: (row.sort_at, row.pk))
    return {
        "v": FORM,
        "mission": standing.mission,
        **{name: said[name] for name in STATED},
        "verified": said["kind"] != PublicationKind.FLASH,
        "totals": totals_of([fact_of(row, standing) for row in ordered]),
        "incidents": [incident_row(row, standing) for row in ordered],
        "method": {"licence": standing.licence},
    }
