"""Setting the status of an incident: a duty officer's step with its reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.domain.status import set_status
from incidents.domain.version import IncidentChangedError, version_of
from incidents.forms.errors import add_errors, look_again
from incidents.forms.status import StatusForm
from incidents.models import Incident
from incidents.views.incident import find_incident
from incidents.views.incident_page import incident_context, steps_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_POST
@login_required
@with_mission
def incident_status(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Take one step; a refused one comes back with what was typed."""
    actor = actor_in(request)
    incident = find_incident(actor, pk)
    form = StatusForm(request.POST, steps=steps_of(incident, actor))
    if form.is_valid():
        try:
            moved = set_status(incident, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except IncidentChangedError:
            _say_changed(form, incident)
        else:
            words = _("%(reference)s is now: %(status)s.")
            values = {"reference": moved.reference, "status": moved.get_status_display()}
            messages.success(request, words % values)
            return redirect("incident_detail", pk=pk)
    elif form.data.get("seen") != version_of(incident):
        _say_changed(form, incident)
    context = incident_context(find_incident(actor, pk), actor) | {"status_form": form}
    return render_page(
        request, "incidents/incident_detail.html", incident.mission, context, status=422
    )


def _say_changed(form: StatusForm, incident: Incident) -> None:
    look_again(form, changed_words(), version_of(incident))


def changed_words() -> str:
    """What people are told whose incident was changed while they decided."""
    return _("Somebody changed this incident after you read it. Read it again, and decide again.")
