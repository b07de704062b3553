"""The page of a report's redactions: ask another party, consent, decline, see what is gone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.domain.queries.access import visible_reports
from incidents.domain.queries.redaction import redactions_of, waiting_redaction
from incidents.domain.redaction import (
    consent_to_redaction,
    decline_redaction,
    propose_redaction,
    redactable_fields,
)
from incidents.forms.errors import add_errors
from incidents.forms.redaction import AnswerForm, RedactionForm
from incidents.ledger.salted import SIDE_TEXT
from incidents.models import Casualty, Redaction, Report
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

TEMPLATE = "incidents/redaction.html"
NAMES = {"fields": "fields_chosen"}


@require_http_methods(["GET", "POST"])
@login_required
@with_mission
def report_redaction(request: HttpRequest, mission: Mission, report_id: UUID) -> HttpResponse:
    """Propose to destroy values of a report, or answer what another party proposed."""
    actor = actor_in(request)
    report = _report(actor, mission, report_id)
    waiting = waiting_redaction(report)
    form: forms.Form
    if waiting is None:
        choices = [(name, field_label(name)) for name in redactable_fields(report)]
        form = RedactionForm(request.POST or None, choices=choices)
        done = _("Proposed. Another party must consent before anything is destroyed.")
        return _act(request, report, form, lambda: _propose(report, form, actor), done)
    form = AnswerForm(request.POST or None)
    done = _("Answered for your party.")
    return _act(request, report, form, lambda: _answer(waiting, form, actor), done)


def field_label(name: str) -> str:
    """What a redactable field is called."""
    model = Casualty if name == SIDE_TEXT else Report
    return capfirst(str(model._meta.get_field(name).verbose_name))


def redaction_words(redaction: Redaction) -> dict[str, Any]:
    """A redaction with its fields in words."""
    labels = [field_label(name) for name in redaction.fields]
    return {"row": redaction, "fields": ", ".join(labels)}


def _report(actor: Actor, mission: Mission, report_id: UUID) -> Report:
    rows = visible_reports(actor).filter(mission=mission, report_id=report_id)
    report = rows.select_related("mission").order_by("key").first()
    if report is None:
        raise Http404
    if not may(actor, "redact", mission.pk):
        raise PermissionDenied
    return report


def _propose(report: Report, form: forms.Form, actor: Actor) -> Redaction:
    said = form.cleaned_data
    return propose_redaction(report, said["fields_chosen"], actor=actor, reason=said["reason"])


def _answer(waiting: Redaction, form: forms.Form, actor: Actor) -> Redaction:
    if form.cleaned_data["answer"] == "consent":
        return consent_to_redaction(waiting, actor=actor)
    return decline_redaction(waiting, actor=actor, reason=form.cleaned_data["reason"])


def _act(
    request: HttpRequest,
    report: Report,
    form: forms.Form,
    work: Callable[[], Redaction],
    done: str,
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            work()
        except ValidationError as error:
            add_errors(form, error, NAMES)
        else:
            messages.success(request, done)
            return redirect("report_redaction", report_id=report.report_id)
    waiting = waiting_redaction(report)
    linked = report.links.filter(unlinked_at__isnull=True).select_related("incident").first()
    context = {
        "report": report,
        "incident": linked.incident if linked else None,
        "form": form,
        "waiting": redaction_words(waiting) if waiting else None,
        "is_own": waiting is not None and waiting.proposed_by_id == request.user.pk,
        "past": [redaction_words(one) for one in redactions_of([report])[report.key]],
    }
    status = 422 if form.errors else 200
    return render_page(request, TEMPLATE, report.mission, context, status=status)
