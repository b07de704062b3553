"""Writing a spot report about an incident, and the others that belong to it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.domain.queries.access import visible_incidents
from incidents.domain.spot_report import write_spot
from incidents.forms.errors import add_errors
from incidents.forms.spot_report import SpotForm
from incidents.rules import may
from incidents.views.incident import find_incident
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_http_methods(["GET", "POST"])
@login_required
@with_mission
def incident_spot(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Say what happened; what is refused comes back as it was typed."""
    actor = actor_in(request)
    incident = find_incident(actor, pk)
    if not may(actor, "keep_findings", incident.mission_id):
        raise PermissionDenied
    readable = visible_incidents(actor).filter(mission=incident.mission)
    form = SpotForm(request.POST or None, readable=readable)
    if form.is_valid():
        told = [incident, *form.cleaned_data["others"]]
        try:
            written = write_spot(incident.mission, told, form.cleaned_data["text"], actor=actor)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request, _("Published as spot report %(report)s.") % {"report": written}
            )
            return redirect("daily_report", name=written.name)
    context = {"incident": incident, "form": form}
    status = 422 if form.errors else 200
    return render_page(
        request, "incidents/spot_report.html", incident.mission, context, status=status
    )
