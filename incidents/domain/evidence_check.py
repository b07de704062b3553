"""Reading stored files again: each is whole and unchanged, or it is named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import QuerySet

from incidents.custody import CustodyStep
from incidents.domain.custody import note_custody
from incidents.domain.duty import impose
from incidents.domain.evidence_checks import evidence_store
from incidents.domain.writing import writing
from incidents.enums import DutyKind
from incidents.files.store import State
from incidents.models import CustodyEntry, StoredFile, Upload
from parties.models import Mission

log = structlog.get_logger(__name__)

PARTS_LAST = timedelta(days=14)
BY_CALENDAR = "due"
_STEP: dict[State, CustodyStep] = {
    "intact": CustodyStep.VERIFIED,
    "missing": CustodyStep.FOUND_MISSING,
    "changed": CustodyStep.FOUND_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, read again: intact, missing or changed."""

    file: StoredFile
    state: State


def check_files(files: Iterable[StoredFile]) -> Iterator[Checked]:
    """Read each file from the first byte to the last, and compare length and hash."""
    store = evidence_store()
    for file in files:
        yield Checked(file, store.state_of(file.sha256, file.size))


def note_check(checked: Checked, mission: Mission, now: datetime) -> None:
    """Write what a check found into the custody log; a fault also into the journal and the log."""
    if checked.state != "intact":
        log.error("evidence_fault", state=checked.state, file=checked.file.sha256)
    with writing():
        note_custody(
            _STEP[checked.state], checked.file, mission=mission, upload=None, actor=None, at=now
        )


def files_of(mission: Mission) -> QuerySet[StoredFile]:
    """Return the files that were received at a mission."""
    received = Upload.objects.filter(mission=mission, received_at__isnull=False)
    return StoredFile.objects.filter(pk__in=received.values("sha256")).order_by("sha256")


def check_share(mission: Mission, day: date, now: datetime) -> int:
    """Check the files whose turn it is on a day; after some weeks every file was read again.

    A duty that was cut short goes on with those not yet checked that day; returns how many.
    """
    evidence_store().forget_parts(PARTS_LAST.total_seconds())
    seen = CustodyEntry.objects.filter(
        mission=mission, step__in=_STEP.values(), at__date__gte=day, upload__isnull=True
    )
    due = files_of(mission).exclude(pk__in=seen.values("sha256"))
    turn = [file for file in due if _turn_of(file) == day.toordinal() % _days()]
    for checked in check_files(turn):
        note_check(checked, mission, now)
    return len(turn)


def impose_check(now: datetime) -> None:
    """Write the duty of today's share for each mission that has files, once a day."""
    day = now.date().isoformat()
    kind = DutyKind.CHECK_EVIDENCE
    having = Upload.objects.filter(received_at__isnull=False).values("mission")
    for mission in Mission.objects.filter(pk__in=having).order_by("pk"):
        impose(kind, mission=mission, subject=day, cause=BY_CALENDAR, at=now)


def _turn_of(file: StoredFile) -> int:
    return int(file.sha256[:8], 16) % _days()


def _days() -> int:
    return max(int(settings.EVIDENCE_CHECK_DAYS), 1)
