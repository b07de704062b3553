"""Pages of findings: the list with both totals, one version, and what officers do with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.domain.finding import FindingChangedError, Seen, amend_finding, draft_finding
from incidents.domain.finding_steps import take_step
from incidents.domain.queries.finding import findings_with_rows, totals_of
from incidents.domain.read_log import note_finding, note_page
from incidents.domain.reply import file_reply
from incidents.domain.signoff import sign
from incidents.domain.version import IncidentChangedError, version_of
from incidents.enums import Reading
from incidents.forms.errors import add_errors, look_again
from incidents.forms.finding import FindingForm, ReplyForm, SignForm, StepForm, initial_of
from incidents.models import Finding
from incidents.rules import may
from incidents.views.finding_page import REPLY_ID, SIGN_ID, finding_context, finding_shown
from incidents.views.incident import find_incident
from incidents.views.status import changed_words
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

NEWEST = 100
DETAIL, FORM = "incidents/finding_detail.html", "incidents/finding_form.html"


@require_safe
@with_mission
def finding_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The newest findings of a mission, and both totals of each party."""
    actor = actor_in(request)
    rows = findings_with_rows(actor).filter(mission=mission).order_by("-made_at", "-id")
    shown = [finding_shown(row) for row in rows[:NEWEST]]
    note_page(actor, Reading.FINDINGS, mission.pk, request.GET, len(shown))
    context = {
        "findings": shown,
        "totals": totals_of(actor, mission),
    }
    return render_page(request, "incidents/finding_list.html", mission, context)


@require_safe
@with_mission
def finding_detail(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """One version: what it says, and what each party said to it."""
    actor = actor_in(request)
    finding = find_finding(actor, pk)
    note_finding(actor, finding)
    return render_page(request, DETAIL, finding.mission, finding_context(finding, actor))


def find_finding(actor: Actor, pk: UUID) -> Finding:
    """The version, or the same 404 for an unknown and a forbidden one."""
    return get_object_or_404(findings_with_rows(actor), pk=pk)


@login_required
@with_mission
def finding_new(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Draft the finding of an incident."""
    actor = actor_in(request)
    incident = find_incident(actor, pk)
    if not may(actor, "keep_findings", incident.mission_id):
        raise PermissionDenied
    form = FindingForm(
        request.POST or None, mission=incident.mission, initial={"seen": version_of(incident)}
    )

    def draft() -> Finding:
        seen = form.cleaned_data["seen"]
        return draft_finding(incident, form.content(), actor=actor, seen=seen)

    context = {"incident": incident, "finding": None}
    return _answer_form(request, incident.mission, form, draft, context)


@login_required
@with_mission
def finding_amend(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Make the next version of a finding."""
    actor = actor_in(request)
    finding = find_finding(actor, pk)
    if not may(actor, "keep_findings", finding.mission_id):
        raise PermissionDenied
    form = FindingForm(
        request.POST or None, mission=finding.mission, amends=True, initial=initial_of(finding)
    )

    def amend() -> Finding:
        said = form.cleaned_data
        seen = Seen(said["seen_hash"], said["seen_status"])
        return amend_finding(finding, form.content(), actor=actor, reason=said["reason"], seen=seen)

    context = {"incident": finding.incident, "finding": finding}
    return _answer_form(request, finding.mission, form, amend, context)


def _answer_form(
    request: HttpRequest,
    mission: Mission,
    form: forms.Form,
    make: Callable[[], Finding],
    context: dict[str, Any],
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            made = make()
        except ValidationError as error:
            add_errors(form, error)
        except FindingChangedError:
            form.add_error(None, _changed())
        except IncidentChangedError as error:
            look_again(form, changed_words(), error.version)
        else:
            messages.success(request, _("Version %(n)d is a draft.") % {"n": made.version})
            return redirect("finding_detail", pk=made.pk)
    status = 422 if form.errors else 200
    return render_page(request, FORM, mission, context | {"form": form}, status=status)


@require_POST
@login_required
@with_mission
def finding_step(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Take a step of the table by its name."""

    def step(finding: Finding, form: StepForm, actor: Actor) -> str:
        said = form.cleaned_data
        moved = take_step(
            finding, said["action"], actor=actor, reason=said["reason"], seen=form.seen()
        )
        return _("The finding is now: %(status)s.") % {"status": moved.get_status_display()}

    return _act(request, pk, StepForm(request.POST), step)


@require_POST
@login_required
@with_mission
def finding_sign(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Keep the decision of the person's party on the version that was shown."""

    def decide(finding: Finding, form: SignForm, actor: Actor) -> str:
        said = form.cleaned_data
        signed = sign(
            finding,
            said["decision"],
            actor=actor,
            seen=form.seen(),
            text=said["text"],
            party=said["party"],
        )
        words = _("Signed for %(party)s: %(decision)s.")
        return words % {"party": signed.party, "decision": signed.get_decision_display()}

    return _act(request, pk, SignForm(request.POST, auto_id=SIGN_ID), decide)


@require_POST
@login_required
@with_mission
def finding_reply(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Keep a notified party's answer."""

    def reply(finding: Finding, form: ReplyForm, actor: Actor) -> str:
        said = form.cleaned_data
        filed = file_reply(
            finding, said["text"], actor=actor, seen=form.seen(), party=said["party"]
        )
        return _("The reply of %(party)s is kept.") % {"party": filed.notice.party}

    return _act(request, pk, ReplyForm(request.POST, auto_id=REPLY_ID), reply)


def _act(
    request: HttpRequest, pk: UUID, form: Any, do: Callable[[Finding, Any, Actor], str]
) -> HttpResponse:
    """Do it and go back to the version; a refused act comes back with what was typed."""
    actor = actor_in(request)
    finding = find_finding(actor, pk)
    if form.is_valid():
        try:
            messages.success(request, do(finding, form, actor))
        except ValidationError as error:
            add_errors(form, error)
        except FindingChangedError:
            form.add_error(None, _changed())
        else:
            return redirect("finding_detail", pk=pk)
    context = finding_context(find_finding(actor, pk), actor, form)
    return render_page(request, DETAIL, finding.mission, context, status=422)


def _changed() -> str:
    return _("Somebody changed this finding after you read it. Read it again, and decide again.")
