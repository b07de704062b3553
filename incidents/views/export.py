"""A person's own exports: order a list as a file, see how far it is, take it with its manifest."""

import json
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.exporting import (
    ReusedKeyError,
    ask_for_export,
    file_of,
    format_of,
)
from incidents.domain.queries.access import own_exports
from incidents.forms.errors import add_errors
from incidents.forms.export import ExportForm
from incidents.ledger.uuid7 import uuid7
from incidents.models import Export
from parties.domain.acting import Actor, actor_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

MOST_SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def export_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Order an export; below, what was ordered and what became of it."""
    actor = actor_in(request)
    form = _form(request, mission, actor)
    if request.method == "POST" and form.is_valid() and _asked(form, actor, request):
        return redirect("export_list")
    rows = own_exports(actor).order_by("-asked_at", "pk")[:MOST_SHOWN]
    held = [_shown(row) for row in rows]
    context = {"form": form, "exports": held, "waits": any(one["waits"] for one in held)}
    status = 422 if form.is_bound and form.errors else 200
    page = "incidents/export_list.html"
    return render_page(request, page, mission, context, status=status)


@require_safe
@login_required
def export_manifest(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a file is, as canonical JSON: the bytes that the log signed."""
    row = _made(request, pk)
    headers = {"Content-Disposition": f'attachment; filename="export-{pk}.manifest.json"'}
    return HttpResponse(bytes(row.manifest or b""), "application/json", headers=headers)


@require_safe
@login_required
def export_signature(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The log's signature over the manifest."""
    row = _made(request, pk)
    if not row.signature:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="export-{pk}.manifest.sig"'}
    return HttpResponse(row.signature, "text/plain; charset=utf-8", headers=headers)


def _form(request: HttpRequest, mission: Mission, actor: Actor) -> ExportForm:
    """The form: as it was sent, or with the filters that stand in the address."""
    if request.method == "POST":
        return ExportForm(request.POST, actor=actor)
    begun = {"mission": mission.code, **request.GET.dict(), "key": uuid7()}
    return ExportForm(actor=actor, initial=begun)


def _asked(form: ExportForm, actor: Actor, request: HttpRequest) -> bool:
    """Whether the export was ordered; if not, the form says why."""
    site = f"{request.scheme}://{request.get_host()}"
    key, query = form.cleaned_data["key"], form.query()
    try:
        try:
            ask_for_export(actor, key, query, address=site)
        except ReusedKeyError:  # the page was kept, and sent again for another list
            ask_for_export(actor, uuid7(), query, address=site)
    except ValidationError as error:
        add_errors(form, error)
        return False
    return True


def _made(request: HttpRequest, pk: UUID) -> Export:
    mine = own_exports(actor_of(request.user))
    return get_object_or_404(mine.filter(made_at__isnull=False), pk=pk)


def _shown(row: Export) -> dict[str, Any]:
    """An export as the page shows it; size and rows are told by its manifest."""
    told = json.loads(bytes(row.manifest or b"{}"))
    has_ended = row.expires_at <= timezone.now() or (bool(told) and not file_of(row).exists())
    asked = [(name, text) for name, text in parse_qsl(row.query) if name != "format"]
    return {
        "row": row,
        "format": format_of(row.query),
        "filters": asked,
        "rows": told.get("rows"),
        "size": told.get("size"),
        "sha256": told.get("sha256"),
        "waits": not told and not row.failure,
        "has_ended": has_ended,
    }
