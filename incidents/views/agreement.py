"""The page of parties and agreement, with how its dated obligations are kept."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from incidents.domain.compliance import say_compliance, standings_of
from incidents.forms.compliance import ComplianceForm
from incidents.forms.errors import add_errors
from incidents.rules import may
from parties.models import Mission, Provision
from parties.views.agreement import agreement_context
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE = "parties/agreement.html"


@with_mission
def agreement(request: HttpRequest, mission: Mission) -> HttpResponse:
    """What was signed, how each dated obligation is kept, and who takes part."""
    return render_page(request, PAGE, mission, _context(request, mission))


@require_POST
@login_required
@with_mission
def compliance(request: HttpRequest, mission: Mission, code: str) -> HttpResponse:
    """Keep what the person's party says of an obligation."""
    provisions = Provision.objects.filter(agreement=mission.agreement)
    provision = get_object_or_404(provisions, code=code.replace("\0", ""))
    form = ComplianceForm(request.POST, auto_id=f"id_{code}_%s")
    if form.is_valid():
        try:
            word = say_compliance(provision, mission, actor=actor_in(request), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            words = _("%(code)s, according to %(party)s: %(state)s.")
            said = {"code": code, "party": word.party, "state": word.get_state_display()}
            messages.success(request, words % said)
            return redirect("agreement")
    context = _context(request, mission) | {"refused": form}
    return render_page(request, PAGE, mission, context, status=422)


def _context(request: HttpRequest, mission: Mission) -> dict[str, Any]:
    """The standing order's part, each dated provision with its standing and its form."""
    context = agreement_context(mission)
    today = timezone.localdate()
    speaks = may(actor_in(request), "say_compliance", mission.pk)
    standings = standings_of(mission, context["provisions"], today)
    by_provision = {standing.provision.pk: standing for standing in standings}
    for provision in context["provisions"]:
        provision.standing = by_provision.get(provision.pk)
        if provision.standing and speaks:
            provision.form = ComplianceForm(auto_id=f"id_{provision.code}_%s")
    return context
