"""The work queue of duty officers: what is open, who is on it, and steps for several at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from incidents.domain.bulk import MOST_AT_ONCE, Outcome, set_status_of_each
from incidents.domain.claim import (
    REMIND_AFTER,
    assign_incident,
    claim_incident,
    colleagues_of,
    release_incident,
    remind_of,
)
from incidents.domain.queries.proposal import proposals_waiting_at
from incidents.domain.queries.queue import Task, queue_at, tasks_of
from incidents.domain.silence import days_over, standing_alarms
from incidents.domain.version import versions_of
from incidents.forms.incident_filter import FilterBar, IncidentFilter
from incidents.forms.queue import BulkForm
from incidents.models import Incident
from incidents.rules import may
from incidents.views.history import who_words
from incidents.views.incident import find_incident
from incidents.views.seen import incidents_seen
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE_SIZE = 50
SILENT_DAYS = 3  # older silences stand in the coverage calendars
PAGE = "page"
MOST_DIGITS = 10


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def queue(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The queue with the filters in the address; posted to, it takes a step for several."""
    actor = _keeper(request, mission)
    wanted = _filters(request.GET)
    bar, found = FilterBar(wanted), IncidentFilter(wanted, queue_at(actor, mission), actor=actor)
    valid = bar.is_valid() and found.is_valid()
    bulk, outcomes, status = BulkForm(), [], 200 if valid else 400
    if request.method == "POST" and valid:
        bulk = BulkForm(request.POST)
        outcomes, status = _take_steps(bulk, found.qs, request, actor)
    rows = found.qs.all() if valid else Incident.objects.none()
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get(PAGE))
    context = {
        "bar": bar,
        "filter_errors": {} if valid else found.errors,
        "query": wanted.urlencode(),
        "bulk": bulk,
        "outcomes": outcomes,
        "proposals": proposals_waiting_at(actor, mission),
        "page": page,
        "tasks": _shown(list(page.object_list), actor, mission),
        "colleagues": colleagues_of(actor, mission, timezone.now()),
        "remind_after": REMIND_AFTER,
        "silent": standing_alarms(mission, days_over(mission, timezone.now(), SILENT_DAYS)),
    }
    return render_page(request, "incidents/queue.html", mission, context, status=status)


@require_POST
@login_required
@with_mission
def queue_act(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Claim, release, assign, or ask to be reminded; then back to the queue as it was."""
    actor = _keeper(request, mission)
    incident = find_incident(actor, pk)
    do = _DEEDS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        do(request, incident, actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    query = _filters(request.GET).urlencode()
    return redirect(f"{reverse('queue')}?{query}#task-{incident.pk}")


def _keeper(request: HttpRequest, mission: Mission) -> Actor:
    actor = actor_in(request)
    if not may(actor, "keep_queue", mission.pk):
        raise Http404
    return actor


def _claim(request: HttpRequest, incident: Incident, actor: Actor) -> None:
    claimed = claim_incident(incident, actor=actor)
    if claimed.taken:
        messages.success(request, _("%s: you are on it.") % incident.reference)
        return
    [task] = tasks_of([incident], actor, timezone.now())
    words = _("%(reference)s: somebody is on it already (%(who)s).")
    messages.warning(request, words % {"reference": incident.reference, "who": who_words(task.who)})


def _release(request: HttpRequest, incident: Incident, actor: Actor) -> None:
    if release_incident(incident, actor=actor):
        messages.success(request, _("%s: released.") % incident.reference)
    else:
        messages.warning(request, _("%s: you were not on it.") % incident.reference)


def _assign(request: HttpRequest, incident: Incident, actor: Actor) -> None:
    assign_incident(incident, _number(request, "assign"), actor=actor)
    messages.success(request, _("%s: assigned.") % incident.reference)


def _remind(request: HttpRequest, incident: Incident, actor: Actor) -> None:
    remind_of(incident, _number(request, "remind"), actor=actor)
    messages.success(request, _("%s: the queue will remind you.") % incident.reference)


_DEEDS = {"claim": _claim, "release": _release, "assign": _assign, "remind": _remind}


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else 0


def _take_steps(
    bulk: BulkForm, rows: QuerySet[Incident], request: HttpRequest, actor: Actor
) -> tuple[list[Outcome], int]:
    chosen = request.POST.getlist("chosen")
    if bulk.is_valid():
        told = bulk.cleaned_data
        some = list((rows if told["every"] else rows.filter(pk__in=_ids(chosen)))[:MOST_AT_ONCE])
        if some:
            to, reason = told["to"], told["reason"]
            seen = _seen(request.POST.getlist("seen"))
            return set_status_of_each(some, to, actor=actor, reason=reason, seen=seen), 200
        bulk.add_error(None, _("Choose at least one incident that matches the filters."))
    return [], 422


def _seen(pairs: Sequence[str]) -> dict[str, str]:
    """The version of each incident as the queue showed it, by id."""
    parts = (pair.partition(":") for pair in pairs)
    return {pk: version for pk, _colon, version in parts}


def _ids(texts: Sequence[str]) -> list[UUID]:
    known = []
    for text in texts[:MOST_AT_ONCE]:
        try:
            known.append(UUID(text))
        except ValueError:
            continue
    return known


def _shown(rows: list[Incident], actor: Actor, mission: Mission) -> list[dict[str, Any]]:
    tasks = tasks_of(rows, actor, timezone.now())
    versions = versions_of(row.pk for row in rows)
    return [
        {"seen": seen, "claim": task.claim, "who": _who(task), "reminder": task.reminder}
        | {"is_mine": task.who is not None and task.who.is_you}
        | {"version": versions[task.incident.pk]}
        for seen, task in zip(incidents_seen(rows, actor, mission), tasks, strict=True)
    ]


def _who(task: Task) -> str:
    return who_words(task.who) if task.claim else ""


def _filters(typed: QueryDict) -> QueryDict:
    """The filters that hold something."""
    filled = QueryDict(mutable=True)
    for name, values in typed.lists():
        some = [value for value in values if value]
        if some and name != PAGE:
            filled.setlist(name, some)
    return filled
