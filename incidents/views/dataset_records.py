"""Pages of dataset records: what others say, row by row, and taking a whole import back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.dataset import withdraw_batch
from incidents.domain.queries.access import visible_batches, visible_datasets
from incidents.forms.dataset import WithdrawForm
from incidents.forms.errors import add_errors
from incidents.rules import may
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

PAGE_SIZE = 100
MOST_DIGITS = 18


@require_safe
@login_required
@with_mission
def dataset_records(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The records of a mission, or of one import, newest first."""
    actor = actor_in(request)
    if not may(actor, "read_datasets", mission.pk):
        raise Http404
    rows = visible_datasets(actor).filter(mission=mission).select_related("batch").order_by("-pk")
    batch, before = _number(request, "batch"), _number(request, "before")
    rows = rows.filter(batch=batch) if batch else rows
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    context = {
        "records": shown,
        "older": shown[-1].pk if len(found) > PAGE_SIZE else None,
        "batch": batch,
        "imports": may(actor, "import_datasets", mission.pk),
    }
    return render_page(request, "incidents/dataset_records.html", mission, context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def dataset_withdraw(request: HttpRequest, mission: Mission, pk: int) -> HttpResponse:
    """Ask why, and take an import back: its rows are kept, and in no list any more."""
    actor = actor_in(request)
    if not may(actor, "import_datasets", mission.pk):
        raise PermissionDenied
    batch = visible_batches(actor).select_related("mission").filter(pk=pk).first()
    if batch is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw_batch(batch, actor=actor, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The import is withdrawn; its rows are in no list now."))
            return redirect("dataset_list")
    status = 422 if form.errors else 200
    context = {"batch": batch, "form": form}
    page = "incidents/dataset_withdraw.html"
    return render_page(request, page, batch.mission, context, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text[:MOST_DIGITS]) if text.isascii() and text.isdigit() else None
