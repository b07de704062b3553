"""The custody log's one writer; what is evidence of handling stands in the journal too."""

from datetime import datetime

from incidents.custody import CustodyStep
from incidents.domain.journal import write_entry
from incidents.enums import Action
from incidents.models import CustodyEntry, StoredFile, Upload
from parties.models import Mission, User

# Looking at a copy and finding a file intact are too many for the journal.
NOT_JOURNALLED = frozenset({CustodyStep.VIEWED, CustodyStep.VERIFIED})


def note_custody(
    step: CustodyStep,
    file: StoredFile,
    *,
    mission: Mission,
    upload: Upload | None,
    actor: User | None,
    at: datetime,
    reason: str = "",
    sha256: str = "",
) -> CustodyEntry:
    """Append one entry, within the caller's transaction.

    Args:
        step: what was done.
        file: the original.
        mission: where.
        upload: as which evidence; None if it concerns the file itself.
        actor: who did it; None for the system.
        at: when, in UTC.
        reason: why, where a reason is asked for.
        sha256: the hash of what was made or handed out, if it is not the original.

    """
    entry = CustodyEntry.objects.create(
        at=at,
        mission=mission,
        upload=upload,
        sha256=sha256 or file.sha256,
        step=step,
        actor=actor,
        reason=reason,
    )
    if step not in NOT_JOURNALLED:
        write_entry(
            Action.CUSTODY,
            mission=mission,
            subject=("evidence", str(upload.pk) if upload else file.sha256),
            body={
                "step": str(step),
                "file": file.sha256,
                "size": file.size,
                "media_type": file.media_type,
                "copy": sha256,
            },
            actor=actor,
            at=at,
            reason=reason,
        )
    return entry
