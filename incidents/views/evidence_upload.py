"""Files that come with a form: for browsers without scripts, and lines that are good enough."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.domain.evidence import LARGEST_PIECE, take_whole
from incidents.domain.evidence_checks import LONGEST, Offer
from incidents.domain.queries.evidence import uploads_waiting
from incidents.files.store import OffsetError, StoreFullError
from incidents.forms.provenance import ProvenanceForm
from incidents.models import Upload
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in

FIELD, GRAPHIC = "evidence", "evidence_graphic"


def take_files(
    request: HttpRequest, actor: Actor, mission: Mission, report_id: UUID | None
) -> list[str]:
    """Keep the files of a form for a report; returns what is wrong with which, in words.

    What is kept waits for the report, so that a refused form need not bring it again.
    """
    left_out = getattr(request, "files_left_out", [])
    faults = [_left_out(name) for name in left_out]
    files = request.FILES.getlist(FIELD) if report_id else []
    provenance = ProvenanceForm(request.POST, mission)
    if files and not provenance.is_valid():
        return [*faults, *provenance.faults]
    for file in files:
        known = provenance.cleaned_data | {"graphic": GRAPHIC in request.POST}
        fault = _take(file, actor, mission, report_id, known)
        if fault:
            faults.append(f"{_shown(file.name)}: {fault}")
    return faults


def evidence_context(
    request: HttpRequest, mission: Mission, report_id: UUID | None, faults: Sequence[str]
) -> dict[str, Any]:
    """What the part of a form shows: files that wait for the report, and what was wrong."""
    actor = actor_in(request)
    waiting: list[Upload] = uploads_waiting(actor, report_id) if report_id else []
    provenance = ProvenanceForm(request.POST if request.method == "POST" else None, mission)
    return {"files_waiting": waiting, "file_faults": faults, "provenance": provenance}


def asked_report(text: Any) -> UUID | None:
    """The id that a form names, if it is one."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def _take(
    file: Any, actor: Actor, mission: Mission, report_id: UUID | None, known: dict[str, Any]
) -> str:
    digest = hashlib.sha256()
    for block in file.chunks():
        digest.update(block)
    offer = Offer(
        report_id=report_id,  # type: ignore[arg-type]
        mission=mission.code,
        sha256=digest.hexdigest(),
        size=file.size,
        name=_shown(file.name),
        claimed_type=(file.content_type or "")[: LONGEST["claimed_type"]],
        **known,
    )
    try:
        take_whole(offer, file.chunks(LARGEST_PIECE), actor=actor)
    except ValidationError as error:
        return " ".join(error.messages)
    except StoreFullError:
        return _("The disk takes no more files. Keep the file, and send it later.")
    except OffsetError:
        return _("It is being sent from somewhere else at this moment. Send it again.")
    return ""


def _left_out(name: str) -> str:
    words = _("%(name)s: too much for one form. Send fewer files at a time.")
    return words % {"name": _shown(name)}


def _shown(name: str) -> str:
    """A name of printable letters, not too long; what it was called is no proof of anything."""
    kept = "".join(letter for letter in name if letter.isprintable())
    return kept[: LONGEST["name"]]
