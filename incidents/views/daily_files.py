"""A published revision as files, and the page that says whether a revision still stands."""

import re
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from incidents.domain.queries.daily import newest_with_hash, published_content, superseding
from incidents.exchange.daily_files import Published, csv_of, geojson_of, xlsx_of
from incidents.models import DailyReport
from incidents.publishing import OF_INCIDENTS
from incidents.views.daily_method import method_notes, single_notes
from incidents.views.daily_page import label_words, place_labels, published_revision
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Ending → media type, and who writes it.
FILES: dict[str, tuple[str, Callable[[Published], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", csv_of),
    "geojson": ("application/geo+json", geojson_of),
    "xlsx": (WORKBOOK, xlsx_of),
}
HASH = re.compile(r"[0-9a-f]{64}")


@require_safe
@with_mission
def daily_report_file(
    request: HttpRequest, mission: Mission, name: str, revision: int, ending: str
) -> HttpResponse:
    """One revision as a file, with the method note and places named by the reader's policy."""
    report = published_revision(request, mission, name, revision)
    if ending not in FILES:
        raise Http404
    media_type, write = FILES[ending]
    title = f"{mission.code}-{name}-{revision}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{title}"'}
    return HttpResponse(write(_published(report)), media_type, headers=headers)


def _published(report: DailyReport) -> Published:
    content = published_content(report)
    return Published(
        content=content,
        cited=str(report),
        revision=report.revision,
        content_hash=report.content_hash,
        published_at=report.published_at,
        notes=_notes(content, report),
        labels=place_labels(content["incidents"]),
    )


def _notes(content: dict[str, Any], report: DailyReport) -> list[str]:
    if report.kind in OF_INCIDENTS:
        return single_notes(content, report)
    return method_notes(content, report) if "method" in content else []


@require_safe
@with_mission
def daily_verify(request: HttpRequest, mission: Mission, content_hash: str) -> HttpResponse:
    """Whether a report with this hash was published, and whether it still stands."""
    is_hash = HASH.fullmatch(content_hash) is not None
    found = newest_with_hash(actor_in(request), content_hash) if is_hash else None
    if found is None:
        context = {"content_hash": content_hash[:64], "report": None}
        return render_page(request, "incidents/daily_verify.html", mission, context, status=404)
    newest = superseding(actor_in(request), found)
    context = {
        "report": found,
        "newest": newest,
        "stands": newest is None,
        "label": label_words(found, found.mission),
        "content_hash": content_hash,
    }
    return render_page(request, "incidents/daily_verify.html", found.mission, context)
