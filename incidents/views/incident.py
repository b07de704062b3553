"""Pages of incidents: the list with its filters, and one incident with all its reports."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from incidents.domain.queries.access import holder_for, visible_incidents, visible_merged
from incidents.domain.queries.incident import incidents_at
from incidents.domain.read_log import note_page, note_reading
from incidents.enums import Reading
from incidents.forms.incident_filter import FilterBar, IncidentFilter
from incidents.models import Incident
from incidents.views.incident_page import incident_context
from incidents.views.keyset import Page, page_of
from incidents.views.seen import incidents_seen
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE_SIZE = 50
EDGES = ("older", "newer")


@require_safe
@with_mission
def incident_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The incidents that match the filters in the address, newest first."""
    actor = actor_in(request)
    wanted = _filled(request.GET)
    bar = FilterBar(wanted)
    found = IncidentFilter(wanted, incidents_at(actor, mission), actor=actor)
    valid = bar.is_valid() and found.is_valid()
    older, newer = (request.GET.get(edge, "") for edge in EDGES)
    page = page_of(found.qs, PAGE_SIZE, older, newer) if valid else Page([], None, None)
    note_page(actor, Reading.INCIDENTS, mission.pk, request.GET, len(page.rows))
    context = {
        "bar": bar,
        "filter_errors": found.errors if not valid else {},
        "filtered": bool(wanted),
        "query": wanted.urlencode(),
        "page": page,
        "incidents": incidents_seen(page.rows, actor, mission),
    }
    response = render_page(
        request, _template(request), mission, context, status=200 if valid else 400
    )
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@with_mission
def incident_detail(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """One incident: its facts, its reports side by side, what became of it.

    The address of a merged incident leads to the one that holds its reports now.
    """
    actor = actor_in(request)
    try:
        incident = find_incident(actor, pk)
    except Http404:
        return led_to_holder(actor, pk, "incident_detail")
    note_reading(actor, Reading.INCIDENT, incident)
    context = incident_context(incident, actor)
    return render_page(request, "incidents/incident_detail.html", incident.mission, context)


def led_to_holder(actor: Actor, pk: UUID, page: str) -> HttpResponse:
    """Lead from a merged incident to the page of the one that holds its reports now.

    Raises:
        Http404: the id is unknown, forbidden or not merged.

    """
    holder = holder_for(actor, pk)
    if holder is None:
        raise Http404
    return redirect(page, pk=holder.pk)


@require_safe
@with_mission
def incident_named(request: HttpRequest, mission: Mission, reference: str) -> HttpResponse:
    """Lead from a reference to the incident, or to the one that it was merged into."""
    actor = actor_in(request)
    for rows in (visible_incidents(actor), visible_merged(actor)):
        known = rows.filter(reference__iexact=reference).values_list("pk", flat=True).first()
        if known is not None:
            return redirect("incident_detail", pk=known)
    raise Http404


def find_incident(actor: Actor, pk: UUID) -> Incident:
    """The incident, or the same 404 for an unknown and a forbidden one."""
    rows = visible_incidents(actor).select_related("mission", "place", "post")
    return get_object_or_404(rows.prefetch_related("place__names"), pk=pk)


def _filled(typed: QueryDict) -> QueryDict:
    """The filters that hold something, without the edges of paging."""
    filled = QueryDict(mutable=True)
    for name, values in typed.lists():
        some = [value for value in values if value]
        if some and name not in EDGES:
            filled.setlist(name, some)
    return filled


def _template(request: HttpRequest) -> str:
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and not htmx.history_restore_request:
        return "incidents/_incident_results.html"
    return "incidents/incident_list.html"
