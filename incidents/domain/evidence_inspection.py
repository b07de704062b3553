"""Looking into a file: once, from a limited process; whatever comes of it is written down."""

from datetime import datetime
from functools import partial

from incidents.custody import CustodyStep
from incidents.domain.custody import note_custody
from incidents.domain.evidence_checks import evidence_store
from incidents.domain.writing import writing
from incidents.files.limited import Inspected, inspect_file
from incidents.ledger.uuid7 import uuid7
from incidents.models import Derivative, Inspection, StoredFile
from parties.models import Mission


def inspect_stored(mission: Mission, sha256: str, now: datetime) -> None:
    """Inspect a stored file and keep its copies; nothing is left to do the second time.

    Raises:
        FileNotFoundError: the file is not in its place; the duty is tried again.
        StoreFullError: there is no room for the copies; the duty is tried again.

    """
    file = StoredFile.objects.get(pk=sha256)
    if Inspection.objects.filter(file=file).exists():
        return
    found = inspect_file(evidence_store().path_of(sha256), file.media_type)
    copies = {name: _keep(copy) for name, copy in found.copies.items()}
    with writing():
        _write(mission, file, found, copies, now)


def _keep(copy: bytes) -> tuple[str, int]:
    return evidence_store().put([copy], f"copy-{uuid7()}")


def _write(
    mission: Mission,
    file: StoredFile,
    found: Inspected,
    copies: dict[str, tuple[str, int]],
    now: datetime,
) -> None:
    values = {
        "at": now,
        "outcome": found.outcome,
        "width": found.width,
        "height": found.height,
        "oddities": list(found.oddities),
        "tags": found.tags,
        "gps": found.gps,
    }
    _row, new = Inspection.objects.get_or_create(file=file, defaults=values)
    if not new:
        return
    said = partial(note_custody, mission=mission, upload=None, actor=None, at=now)
    said(CustodyStep.INSPECTED, file, reason=found.outcome)
    for name, (sha256, size) in copies.items():
        Derivative.objects.create(file=file, name=name, sha256=sha256, size=size, made_at=now)
        said(CustodyStep.DERIVED, file, reason=name, sha256=sha256)
