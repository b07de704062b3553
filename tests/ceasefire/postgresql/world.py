"""A world of every release level, category and state, seen from behind the second wall."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from ceasefire.postgresql.roles import WEB
from incidents.custody import CustodyStep
from incidents.domain.custody import note_custody
from incidents.domain.daily_return import file_daily_return
from incidents.domain.merging import merge
from incidents.domain.proposal import withdraw_proposal
from incidents.domain.read_log import note_reading
from incidents.domain.redaction import propose_redaction
from incidents.enums import Reading, Release
from incidents.models import Finding, Incident, Report
from parties.domain.acting import actor_of
from tests.incidents.judging import concluded, drafted, sent
from tests.incidents.sending import attach
from tests.incidents.telling import NOW, incident_of, killed, return_content, tell
from tests.people import Cast

CATEGORIES = ("FIR-SAL", "CIV-SGB")


@contextmanager
def behind(user: Any, role: str = WEB) -> Iterator[None]:
    """Use the database as a request of this person would."""
    wall: Any = connection
    with wall.acting_as(role, user.pk):
        yield


def keys(rows: Any) -> set[Any]:
    """The primary keys of some rows."""
    return set(rows.values_list("pk", flat=True))


def tell_of_everything(cast: Cast) -> None:
    """File, release, merge, return, conclude and read, at both missions."""
    for release in Release.values:
        for category in CATEGORIES:
            _told(release, tell(cast.north_monitor, category=category, casualties=(killed(1),)))
            _told(release, tell(cast.stranger, mission="coast", post="C-1", category=category))
    restricted = tell(cast.south_duty_officer, post="S-1", category="CIV-CHD").report
    tell(None, category="CIV", same_event_as=restricted.report_id)
    tell(None)
    _return_and_merge(cast)
    _propose_and_redact(cast, concluded(cast))
    _send_files(cast)
    drafted(cast)
    sent(cast)
    for officer in (cast.north_duty_officer, cast.stranger):
        held = actor_of(officer)
        row = Incident.objects.filter(mission__in=held.mission_ids).first()
        note_reading(held, Reading.INCIDENT, row, str(row.pk))


def _told(release: str, acknowledged: Any) -> None:
    Incident.objects.filter(pk=acknowledged.incident_id).update(release=release)


def _send_files(cast: Cast) -> None:
    for release in (Release.PUBLIC, Release.MISSION):
        for category in CATEGORIES:
            kept = attach(cast.north_monitor, category=category)
            Incident.objects.filter(links__report=kept.report).update(release=release)
            for step in (CustodyStep.WITHHELD, CustodyStep.RELEASED):
                note_custody(
                    step, kept.file, mission=cast.mission, upload=kept.upload, actor=None, at=NOW
                )
    attach(cast.south_duty_officer, post="S-1")


def _return_and_merge(cast: Cast) -> None:
    file_daily_return(return_content(), author=cast.north_monitor)
    first, second = (incident_of(tell(cast.north_monitor)) for _ in range(2))
    merge(first, second, actor=actor_of(cast.north_duty_officer), reason="The same shots.")


def _propose_and_redact(cast: Cast, finding: Finding) -> None:
    first = Report.objects.get(links__incident=finding.incident)
    tell(cast.north_monitor, corrects=first.report_id, narrative="Nine shots.")
    decided = tell(
        cast.north_monitor, corrects=first.report_id, narrative="Eight shots."
    ).report.proposal
    withdraw_proposal(decided, actor=actor_of(cast.north_monitor), reason="Miscounted.")
    told = tell(cast.north_monitor, narrative="Shots by the mill.").report
    officer = actor_of(cast.north_duty_officer)
    propose_redaction(told, ["narrative"], actor=officer, reason="A witness.", now=NOW)
