"""Pages of imports: bring a file, look at what was read, say which column is what, confirm."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.dataset import Origin
from incidents.domain.dataset_file import bring_file, confirm_import, read_otherwise, wrong_rows
from incidents.domain.dataset_mapping import mapping_named, names_of_mappings, save_mapping
from incidents.domain.dataset_words import advice_on, kind_of, reason_of
from incidents.domain.queries.access import visible_batches, visible_dataset_files
from incidents.exchange.daily_files import spared
from incidents.exchange.dataset_reader import COLUMNS
from incidents.exchange.dataset_rows import Manner
from incidents.forms.dataset import FIELD_LABELS, ColumnsForm, DatasetFileForm
from incidents.forms.errors import add_errors
from incidents.models import DatasetFile
from incidents.rules import may
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

MOST_LISTED, MOST_WRONG_SHOWN = 50, 20
READS_OR_ACTS = require_http_methods(["GET", "HEAD", "POST"])
LARGE = ("content", "wrong")


@READS_OR_ACTS
@login_required
@with_mission
def dataset_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The files that were brought, the imports, and a form for another one."""
    actor = _importer(request, mission)
    names = names_of_mappings(actor, mission)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    left_out = bool(getattr(request, "files_left_out", []))
    form = DatasetFileForm(*given, mappings=names, left_out=left_out)
    if given and form.is_valid():
        try:
            file = _bring(form, mission, actor)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("dataset_file", pk=file.pk)
    files = visible_dataset_files(actor).filter(mission=mission, done_at=None).defer(*LARGE)
    context = {
        "form": form,
        "files": list(files.order_by("-brought_at")[:MOST_LISTED]),
        "batches": visible_batches(actor).filter(mission=mission).order_by("-pk")[:MOST_LISTED],
    }
    status = 422 if form.errors else 200
    return render_page(request, "incidents/dataset_list.html", mission, context, status=status)


@READS_OR_ACTS
@login_required
@with_mission
def dataset_file(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """What was read in a file; sent back, its import is confirmed."""
    actor = _importer(request, mission)
    file = _found(actor, pk)
    if request.method == "POST":
        try:
            confirm_import(file, actor=actor)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("dataset_file", pk=pk)
    context = {
        "file": file,
        "advice": advice_on(*file.refused) if file.refused else "",
        "kind": kind_of(file.found.get("kind", "")),
        "heads": [FIELD_LABELS.get(name, _("precision")) for name in COLUMNS],
        "wrong": [(row, reason_of(row.code)) for row in wrong_rows(file)[:MOST_WRONG_SHOWN]],
    }
    page = render_page(request, "incidents/dataset_file.html", file.mission, context)
    if "HX-Request" in request.headers and not file.is_waiting:
        page.headers["HX-Refresh"] = "true"  # what it waited for is there: show the whole page
    return page


@READS_OR_ACTS
@login_required
@with_mission
def dataset_columns(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Say which column of a file is what; it is read again in that manner."""
    actor = _importer(request, mission)
    file = _found(actor, pk)
    names = file.found.get("names", [])
    if not names or file.confirmed_at:
        raise Http404
    form = ColumnsForm(request.POST or None, names=names, manner=Manner(**file.manner))
    if request.method == "POST" and form.is_valid():
        try:
            _read_otherwise(form, file, actor)
        except ValidationError as error:
            add_errors(form, error, {"name": "save_as", "day_from": "column_day_from"})
        else:
            return redirect("dataset_file", pk=pk)
    status = 422 if form.is_bound and form.errors else 200
    context = {"file": file, "form": form}
    page = "incidents/dataset_columns.html"
    return render_page(request, page, file.mission, context, status=status)


@require_safe
@login_required
@with_mission
def dataset_wrong(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """The rows of a file that are not taken, as CSV: row, column, value, reason."""
    file = _found(_importer(request, mission), pk)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["row", "column", "value", "reason"])
    for row in wrong_rows(file):
        cells = (spared(row.column), spared(row.value))
        writer.writerow([row.number, *cells, reason_of(row.code)])
    headers = {"Content-Disposition": 'attachment; filename="wrong-rows.csv"'}
    return HttpResponse(text.getvalue(), "text/csv; charset=utf-8", headers=headers)


def _importer(request: HttpRequest, mission: Mission) -> Actor:
    actor = actor_in(request)
    if not may(actor, "import_datasets", mission.pk):
        raise PermissionDenied
    return actor


def _found(actor: Actor, pk: UUID) -> DatasetFile:
    rows = visible_dataset_files(actor).filter(pk=pk)
    file = rows.select_related("mission", "batch").defer("content").first()
    if file is None:
        raise Http404
    return file


def _bring(form: DatasetFileForm, mission: Mission, actor: Actor) -> DatasetFile:
    said: dict[str, Any] = form.cleaned_data
    name = "".join(letter for letter in said["file"].name if letter.isprintable())
    return bring_file(
        said["file"].read(),
        name,
        Origin(said["dataset"], said["licence"]),
        mission,
        actor=actor,
        manner=mapping_named(actor, mission, said["mapping"]),
    )


def _read_otherwise(form: ColumnsForm, file: DatasetFile, actor: Actor) -> None:
    manner, name = form.manner(), form.cleaned_data["save_as"]
    if name:
        save_mapping(file.mission, name, manner, actor=actor)
    read_otherwise(file, manner, actor=actor)
