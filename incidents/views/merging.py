"""Pages of moving reports: look at what will happen, give the reason, do it."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.domain import merging
from incidents.domain.queries.access import holder_for, visible_incidents, visible_merged
from incidents.domain.queries.incident import reports_of
from incidents.domain.queries.relation import groups_of_each
from incidents.domain.version import IncidentChangedError, versions_of
from incidents.forms.errors import add_errors, look_again
from incidents.forms.merging import MergeForm, OtherForm, ReasonForm, SplitForm
from incidents.ledger.canonical import is_text
from incidents.models import Incident
from incidents.rules import may
from incidents.views.incident import find_incident
from incidents.views.incident_page import source_words
from incidents.views.seen import incidents_seen
from incidents.views.status import changed_words
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

TEMPLATE = "incidents/merging.html"
ACTS = require_http_methods(["GET", "POST"])


@ACTS
@login_required
@with_mission
def incident_merge(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Ask for the other incident, show both side by side, and merge on confirmation."""
    actor = actor_in(request)
    incident = _found(actor, pk)
    asked = OtherForm(request.GET if "other" in request.GET else None)
    other = _named(actor, incident, asked) if asked.is_valid() else None
    if other is None:
        context = {"incident": incident, "form": asked, "asks": True}
        status = 422 if asked.is_bound else 200
        return _page(request, incident, _("Merge with another incident"), context, status)
    shown = (incident, other)
    form = MergeForm(request.POST or None, between=shown, initial={"seen": _shown(shown)})

    def merge() -> Incident:
        keeps_this = form.cleaned_data["keep"] == str(incident.pk)
        merged, into = (other, incident) if keeps_this else (incident, other)
        return merging.merge(merged, into, actor=actor, **_said(form, shown))

    context = {
        "incident": incident,
        "between": incidents_seen([incident, other], actor, incident.mission),
    }
    done = _("Merged: the reports are in %(reference)s.")
    return _act(request, shown, form, merge, (_("Are these one event?"), done, context))


@ACTS
@login_required
@with_mission
def incident_un_merge(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Show what a merge moved, and undo it on confirmation."""
    actor = actor_in(request)
    merged = visible_merged(actor).select_related("mission").filter(pk=pk).first()
    holder = holder_for(actor, pk)
    if merged is None or holder is None:
        raise Http404
    _refuse_others(actor, merged)
    shown = (holder,)
    form = ReasonForm(request.POST or None, initial={"seen": _shown(shown)})

    def un_merge() -> Incident:
        return merging.un_merge(merged, actor=actor, **_said(form, shown))

    context = {"incident": holder, "merged": merged}
    done = _("The merge is undone: %(reference)s has its reports back.")
    return _act(request, shown, form, un_merge, (_("Undo the merge"), done, context))


@ACTS
@login_required
@with_mission
def incident_split(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Choose reports, look at the choice, and open an incident of their own for them."""
    actor = actor_in(request)
    incident = _found(actor, pk)
    rows = list(reports_of(actor, incident))
    each = groups_of_each(actor, incident.mission_id, rows)
    words = [(str(r.key), f"{source_words(r, groups)} · {r.reference}") for r, groups in each]
    asked = SplitForm(request.GET if "review" in request.GET else None, choices=words)
    asked.initial = {"reports": request.GET.getlist("reports")}
    if not asked.is_valid():
        context = {"incident": incident, "form": asked, "asks": True, "splits": True}
        status = 422 if asked.is_bound else 200
        return _page(request, incident, _("Split this incident"), context, status)
    chosen = [row for row in rows if str(row.key) in asked.cleaned_data["reports"]]
    shown = (incident,)
    form = ReasonForm(request.POST or None, initial={"seen": _shown(shown)})

    def split() -> Incident:
        return merging.split(incident, chosen, actor=actor, **_said(form, shown))

    told = [words for key, words in words if key in asked.cleaned_data["reports"]]
    context = {"incident": incident, "chosen": told}
    done = _("Split: %(reference)s is a new incident.")
    return _act(request, shown, form, split, (_("Is this another event?"), done, context))


def _found(actor: Actor, pk: UUID) -> Incident:
    incident = find_incident(actor, pk)
    _refuse_others(actor, incident)
    return incident


def _refuse_others(actor: Actor, incident: Incident) -> None:
    if not may(actor, "link_reports", incident.mission_id):
        raise PermissionDenied


def _named(actor: Actor, incident: Incident, asked: OtherForm) -> Incident | None:
    """The other incident, by its reference or its id; None with an error in the form."""
    said = asked.cleaned_data["other"].strip()
    rows = visible_incidents(actor).select_related("mission", "place", "post")
    rows = rows.filter(mission=incident.mission_id).exclude(pk=incident.pk)
    named = Q(reference__iexact=said)
    with suppress(ValueError):
        named |= Q(pk=UUID(said))
    found = rows.filter(named).first() if is_text(said) else None
    if found is None:
        asked.add_error("other", _("There is no other incident with this reference here."))
    return found


def _shown(incidents: Iterable[Incident]) -> str:
    return " ".join(
        f"{pk}:{version}" for pk, version in versions_of(one.pk for one in incidents).items()
    )


def _said(form: ReasonForm, shown: Iterable[Incident]) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"], "seen": form.versions_seen(shown)}


def _act(
    request: HttpRequest,
    shown: tuple[Incident, ...],
    form: forms.Form,
    work: Callable[[], Incident],
    words: tuple[str, str, dict[str, Any]],
) -> HttpResponse:
    title, done, context = words
    if form.is_bound and form.is_valid():
        try:
            made = work()
        except ValidationError as error:
            add_errors(form, error)
        except IncidentChangedError:
            look_again(form, changed_words(), _shown(shown))
        else:
            messages.success(request, done % {"reference": made.reference})
            return redirect("incident_detail", pk=made.pk)
    status = 422 if form.errors else 200
    return _page(request, shown[0], title, context | {"form": form}, status)


def _page(
    request: HttpRequest, incident: Incident, title: str, context: dict[str, Any], status: int
) -> HttpResponse:
    shown = context | {"heading": title}
    return render_page(request, TEMPLATE, incident.mission, shown, status=status)
