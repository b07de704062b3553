"""Filing a report: the form, and the acknowledgement of what was stored."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.filing import Acknowledgement, file_report
from incidents.domain.ledger_key import SignerRefusalError
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.queries.access import own_reports
from incidents.domain.queries.evidence import evidence_of_reports
from incidents.forms.filing import ReportFiling, blank_filing, correction_of, filing_from
from incidents.forms.relevance import RELEVANT
from incidents.models import Report
from incidents.rules import FIELD_GROUPS, may
from incidents.views.evidence import listed
from incidents.views.evidence_upload import asked_report, evidence_context, take_files
from incidents.views.incident import find_incident
from incidents.views.incident_page import report_shown
from incidents.views.kept_page import kept, outbox_context
from incidents.views.review import EDIT, hint_words, review_of, to_be_reviewed
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page
from parties.views.post_map import map_of

EVERYTHING = frozenset(FIELD_GROUPS)  # of their own report


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def report_form(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show the form, or file what was typed; a refusal keeps everything typed."""
    actor = actor_in(request)
    if not may(actor, "file_report", mission.pk):
        raise PermissionDenied
    if request.method != "POST":
        return kept(request, show_filing(request, mission, _begun(request, mission)))
    filing = filing_from(request.POST, actor, mission)
    faults = take_files(request, actor, mission, asked_report(request.POST.get("report_id")))
    if request.POST.get("step") == EDIT:
        return show_filing(request, mission, filing, fresh=False)
    if filing.is_valid() and not faults:
        try:
            if to_be_reviewed(request, filing):
                return render_page(request, "incidents/review.html", mission, review_of(filing))
            filed = file_report(filing.content(), author=actor.user)
        except ValidationError as error:
            filing.add_errors(error)
        else:
            return _acknowledge(request, filed)
    return show_filing(request, mission, filing, faults, refused=True)


@require_safe
@login_required
@with_mission
def report_receipt(request: HttpRequest, mission: Mission, report_id: UUID) -> HttpResponse:
    """What was received and when, for the person who filed it."""
    filed = own_reports(actor_in(request)).filter(report_id=report_id)
    reports = list(filed.select_related("mission").order_by("-key"))
    if not reports:
        raise Http404
    link = reports[0].links.filter(unlinked_at__isnull=True).select_related("incident").first()
    context = {
        "report": reports[0],
        "variants": reports[1:],
        "incident": link.incident if link else None,
        "signature": _signature(reports[0]),
        "hints": hint_words(reports[0].hints),
        "shown": report_shown(reports[0], EVERYTHING),
        "evidence": listed(actor_in(request), evidence_of_reports(actor_in(request), reports)),
    }
    return render_page(request, "incidents/report_receipt.html", reports[0].mission, context)


def _signature(report: Report) -> str:
    """The log's signature of the receipt, to be printed with it; none without the key."""
    try:
        return receipt_signature(bytes(report.receipt))
    except SignerRefusalError:
        return ""


@require_safe
@login_required
def receipt_file(request: HttpRequest, report_id: UUID, content_hash: str) -> HttpResponse:
    """The receipt, byte for byte as it was first given."""
    mine = request.user.reports.filter(report_id=report_id, content_hash=content_hash).first()
    if mine is None:
        raise Http404
    name = f"receipt-{mine.reference}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(mine.receipt), "application/json", headers=headers)


def _begun(request: HttpRequest, mission: Mission) -> ReportFiling:
    """The form to begin with: a correction, another account of an incident, or a new report."""
    actor = actor_in(request)
    corrected = _asked_id(request, "corrects")
    if corrected is None:
        return blank_filing(actor, mission, _incident_told_of(request))
    own = own_reports(actor).filter(mission=mission, report_id=corrected)
    report = own.select_related("mission").order_by("-key").first()
    if report is None:
        raise Http404
    return correction_of(report, actor)


def _asked_id(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _incident_told_of(request: HttpRequest) -> UUID | None:
    """The first report of the incident that the address names, to tell of the same event."""
    key = _asked_id(request, "incident")
    if key is None:
        return None
    incident = find_incident(actor_in(request), key)
    first = incident.links.filter(unlinked_at__isnull=True).select_related("report").first()
    return first.report.report_id if first else None


def show_filing(
    request: HttpRequest,
    mission: Mission,
    filing: ReportFiling,
    file_faults: Sequence[str] = (),
    *,
    refused: bool = False,
    fresh: bool = True,
) -> HttpResponse:
    """Show the form: fresh, refused, or drafted elsewhere, which no kept draft replaces."""
    typed_id = asked_report(request.POST.get("report_id"))
    context = {
        "form": filing.form,
        "lines": filing.lines,
        "relevant": RELEVANT,
        "more": filing.parts_in_use(),
        "fresh": fresh and not refused,
        "map": map_of(mission),
        "outbox_keeps": not refused,
        **outbox_context(request),
        **evidence_context(request, mission, typed_id, file_faults),
    }
    status = 422 if refused else 200
    return render_page(request, "incidents/file_report.html", mission, context, status=status)


def _acknowledge(request: HttpRequest, filed: Acknowledgement) -> HttpResponse:
    if filed.outcome == "replayed":
        messages.info(request, _("This report was already here. Nothing was doubled."))
    if filed.outcome == "variant":
        messages.warning(
            request,
            _("A report with this number but other content was here. Both are kept and flagged."),
        )
    return redirect("report_receipt", report_id=filed.report.report_id)
