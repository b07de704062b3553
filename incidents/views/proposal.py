"""The page of one proposed correction: what it would change, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.domain.proposal import decide_proposal, withdraw_proposal
from incidents.domain.queries.proposal import Proposed, proposals_with_rows, proposed
from incidents.domain.version import IncidentChangedError
from incidents.forms.errors import add_errors, look_again
from incidents.forms.proposal import DecideForm, WithdrawForm
from incidents.models import Proposal, ProposalDecision
from incidents.views.history import change_words
from incidents.views.status import changed_words
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

TEMPLATE = "incidents/proposal.html"


@require_safe
@login_required
@with_mission
def proposal_detail(request: HttpRequest, mission: Mission, pk: int) -> HttpResponse:
    """What the correction says differently, and the form of what the person may do."""
    actor = actor_in(request)
    return _page(request, _proposed(actor, pk))


@require_POST
@login_required
@with_mission
def proposal_decide(request: HttpRequest, mission: Mission, pk: int) -> HttpResponse:
    """Accept or refuse; a refused act comes back with what was typed."""
    return _act(request, pk, DecideForm(request.POST), decide_proposal)


@require_POST
@login_required
@with_mission
def proposal_withdraw(request: HttpRequest, mission: Mission, pk: int) -> HttpResponse:
    """Withdraw one's own proposal."""
    return _act(request, pk, WithdrawForm(request.POST), withdraw_proposal)


def _find(actor: Actor, pk: int) -> Proposal:
    return get_object_or_404(proposals_with_rows(actor), pk=pk)


def _proposed(actor: Actor, pk: int) -> Proposed:
    [one] = proposed([_find(actor, pk)], actor)
    return one


def _act(
    request: HttpRequest, pk: int, form: WithdrawForm, deed: Callable[..., ProposalDecision]
) -> HttpResponse:
    actor = actor_in(request)
    row = _find(actor, pk)
    if form.is_valid():
        try:
            decision = deed(row, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except IncidentChangedError:
            look_again(form, changed_words(), _proposed(actor, row.pk).version)
        else:
            words = _("The proposed correction is %(outcome)s.")
            messages.success(request, words % {"outcome": decision.get_outcome_display()})
            return redirect("proposal_detail", pk=row.pk)
    return _page(request, _proposed(actor, row.pk), refused=form)


def _page(request: HttpRequest, one: Proposed, refused: WithdrawForm | None = None) -> HttpResponse:
    kind = DecideForm if one.may_decide else WithdrawForm if one.may_withdraw else None
    form = refused or (kind(initial={"seen": one.version}) if kind else None)
    context = proposal_shown(one) | {"form": form, "refused": refused}
    status = 422 if refused else 200
    return render_page(request, TEMPLATE, one.row.mission, context, status=status)


def proposal_shown(one: Proposed) -> dict[str, Any]:
    """A proposal in words."""
    before = one.row.report.corrects or one.row.about
    words = [change_words(before, one.row.report, change.field) for change in one.changes]
    return {"proposal": one, "report": one.row.report, "changes": words}
