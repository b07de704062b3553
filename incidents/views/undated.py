"""Incidents without a mission day: they are in no daily count, so they are listed here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from incidents.domain.queries.access import visible_reports
from incidents.domain.queries.incident import undated_incidents_at
from incidents.domain.queries.relation import groups_of_each
from incidents.enums import Scope
from incidents.views.incident_page import report_shown
from incidents.views.seen import incidents_seen
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

MOST_ROWS = 200


@require_safe
@with_mission
def undated_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Incidents that count on no mission day, because no report states their day."""
    actor = actor_in(request)
    rows = undated_incidents_at(actor, mission)[:MOST_ROWS]
    context = {"incidents": incidents_seen(rows, actor, mission)}
    return render_page(request, "incidents/undated_list.html", mission, context)


@require_safe
@with_mission
def published_totals(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Totals and nil statements that sources published; no sum of ours contains them."""
    actor = actor_in(request)
    rows = (
        visible_reports(actor)
        .filter(mission=mission)
        .exclude(scope=Scope.EVENT)
        .select_related("source_party", "post", "place")
        .prefetch_related("casualties__side", "place__names")
        .order_by("-occurred_from", "-key")[:MOST_ROWS]
    )
    each = groups_of_each(actor, mission.pk, rows)
    shown = [report_shown(row, groups) for row, groups in each]
    context = {
        "totals": [one for one in shown if one["row"].scope != Scope.NIL],
        "nil": [one for one in shown if one["row"].scope == Scope.NIL],
    }
    return render_page(request, "incidents/published_totals.html", mission, context)
