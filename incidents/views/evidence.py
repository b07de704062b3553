"""Pages of evidence: one's own files of a report, a file with its custody, its copies."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.custody import CustodyStep, LookInside, Oddity
from incidents.domain.evidence_handling import (
    LONGEST_REASON,
    MARKS,
    hand_out_original,
    mark_evidence,
    show_copy,
)
from incidents.domain.queries.access import own_reports
from incidents.domain.queries.evidence import (
    EvidenceSeen,
    custody_of,
    evidence_named,
    evidence_of_reports,
    may_read_custody,
    uploads_waiting,
)
from incidents.domain.queries.evidence_compared import compared_with_report
from incidents.models import Report
from incidents.rules import may
from incidents.views.evidence_file import copy_response, original_response
from incidents.views.evidence_upload import evidence_context, take_files
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def report_evidence(request: HttpRequest, mission: Mission, report_id: UUID) -> HttpResponse:
    """The files of one's own report, and a way to add more."""
    actor = actor_in(request)
    report = _own_report(actor, report_id)
    faults: list[str] = []
    if request.method == "POST":
        faults = take_files(request, actor, report.mission, report_id)
        if not faults:
            return redirect("report_evidence", report_id=report_id)
    context = {
        "report": report,
        "report_id": report_id,
        "evidence": listed(actor, evidence_of_reports(actor, [report])),
        **evidence_context(request, report.mission, report_id, faults),
    }
    status = 422 if faults else 200
    page = "incidents/report_evidence.html"
    return render_page(request, page, report.mission, context, status=status)


@require_safe
@login_required
@with_mission
def evidence_waiting(request: HttpRequest, mission: Mission, report_id: UUID) -> HttpResponse:
    """The part of a form that lists what is here of its files, for a script to show."""
    actor = actor_in(request)
    own = list(own_reports(actor).filter(report_id=report_id).order_by("key")[:1])
    context = {
        "files_waiting": uploads_waiting(actor, report_id),
        "files_attached": evidence_of_reports(actor, own),
    }
    return render(request, "incidents/report/_files.html", context)


@require_safe
@with_mission
def evidence_detail(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """One file: what is known of it, and who handled it."""
    return _detail(request, _found(actor_in(request), pk))


@require_safe
@with_mission
def evidence_copy(request: HttpRequest, mission: Mission, pk: UUID, name: str) -> FileResponse:
    """A copy without metadata, for a page to show."""
    actor = actor_in(request)
    seen = _found(actor, pk)
    found = show_copy(seen.row, name, actor=actor) if "working" in seen.copies else None
    if found is None:
        raise Http404
    return copy_response(*found)


@require_POST
@login_required
@with_mission
def evidence_original(request: HttpRequest, mission: Mission, pk: UUID) -> Any:
    """The file as it was received, to those who may have it and say why."""
    actor = actor_in(request)
    seen = _found(actor, pk)
    try:
        path = hand_out_original(seen.row, actor=actor, reason=request.POST.get("reason", ""))
    except ValidationError as error:
        return _detail(request, seen, fault=" ".join(error.messages), at="original")
    except FileNotFoundError:
        missing = _("The file is not in its place. Tell the administrators.")
        return _detail(request, seen, fault=missing, at="original")
    return original_response(seen.row, path)


@require_POST
@login_required
@with_mission
def evidence_mark(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Mark a file, release its copy or withhold it."""
    actor = actor_in(request)
    seen = _found(actor, pk)
    step = request.POST.get("step", "")
    if step not in MARKS:
        return _detail(request, seen, fault=_("Choose what to do."), at="mark")
    try:
        reason = request.POST.get("reason", "")
        mark_evidence(seen.row, CustodyStep(step), actor=actor, reason=reason)
    except ValidationError as error:
        return _detail(request, seen, fault=" ".join(error.messages), at="mark")
    messages.success(request, _("Noted in the custody log."))
    return redirect("evidence_detail", pk=pk)


def listed(actor: Actor, evidence: list[EvidenceSeen]) -> list[dict[str, Any]]:
    """Evidence for a list: with its warnings for those who may know what the camera wrote."""
    rows = []
    for seen in evidence:
        compared = compared_with_report(seen.row) if "original" in seen.copies else None
        rows.append({"seen": seen, "warnings": compared.warnings if compared else ()})
    return rows


def _own_report(actor: Actor, report_id: UUID) -> Report:
    own = own_reports(actor).filter(report_id=report_id).select_related("mission")
    report = own.order_by("key").first()
    if report is None:
        raise Http404
    return report


def _found(actor: Actor, pk: UUID) -> EvidenceSeen:
    seen = evidence_named(actor, pk)
    if seen is None:
        raise Http404
    return seen


def _detail(
    request: HttpRequest, seen: EvidenceSeen, *, fault: str = "", at: str = ""
) -> HttpResponse:
    actor, row = actor_in(request), seen.row
    inspection = getattr(row.file, "inspection", None)
    original = "original" in seen.copies
    context = {
        "seen": seen,
        "row": row,
        "is_own": actor.user is not None and row.upload.uploader_id == actor.user.pk,
        "outcome": LookInside(inspection.outcome).label if inspection else "",
        "inspection": inspection if original else None,
        "oddities": [Oddity(o).label for o in inspection.oddities if o in Oddity.values]
        if inspection and original
        else [],
        "compared": compared_with_report(row) if original else None,
        "custody": custody_of(actor, row) if may_read_custody(actor, seen) else None,
        "marks": _marks(actor, seen),
        "longest_reason": LONGEST_REASON,
        "fault": fault,
        "fault_at": at,
    }
    status = 422 if fault else 200
    page = "incidents/evidence_detail.html"
    return render_page(request, page, row.upload.mission, context, status=status)


def _marks(actor: Actor, seen: EvidenceSeen) -> list[tuple[str, str]]:
    """What the actor may do with it now."""
    graphic = CustodyStep.UNMARKED_GRAPHIC if seen.graphic else CustodyStep.MARKED_GRAPHIC
    open_to_all = CustodyStep.WITHHELD if seen.released else CustodyStep.RELEASED
    upload = seen.row.upload
    if may(actor, "keep_evidence", seen.row.upload.mission_id):
        steps = [graphic, open_to_all] if seen.made else [graphic]
    elif actor.user is not None and upload.uploader_id == actor.user.pk and not seen.graphic:
        steps = [CustodyStep.MARKED_GRAPHIC]
    else:
        steps = []
    words = {
        CustodyStep.MARKED_GRAPHIC: _("mark as graphic"),
        CustodyStep.UNMARKED_GRAPHIC: _("no longer mark as graphic"),
        CustodyStep.RELEASED: _("release the copy to all who read the incident"),
        CustodyStep.WITHHELD: _("withhold the copy again"),
    }
    return [(step.value, words[step]) for step in steps]
