"""Asking for a report on paper: language, naming policy, progress, and the file."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.printing import ask_for_print
from incidents.domain.queries.access import visible_prints
from incidents.models import DailyReport, PrintedReport
from incidents.views.daily_page import published_revision
from parties.domain.naming_policy import LONGEST, policies_offered
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.names import chosen_code
from parties.views.page import render_page

LOOK_AGAIN_SECONDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@with_mission
def daily_print(request: HttpRequest, mission: Mission, name: str, revision: int) -> HttpResponse:
    """Choose what is wanted; see what is made already, and how far the rest is."""
    report = published_revision(request, mission, name, revision)
    errors: list[str] = []
    if request.method == "POST":
        try:
            _ask(request, report)
        except ValidationError as error:
            errors = error.messages
        else:
            return redirect("daily_print", name=name, revision=revision)
    prints = list(_newest_prints(request, report).defer("content"))
    waiting = any(one.made_at is None for one in prints)
    policies = dict(policies_offered())
    context = {
        "report": report,
        "errors": errors,
        "languages": settings.LANGUAGES,
        "language": request.POST.get("language", translation.get_language()),
        "policies": list(policies.items()),
        "names": request.POST.get("names", chosen_code(request) or mission.names),
        "prints": [_shown(one, policies) for one in prints],
        "waiting": waiting,
    }
    status = 422 if errors else 200
    page = render_page(request, "incidents/daily_print.html", mission, context, status=status)
    if waiting and not errors:
        page.headers["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return page


@require_safe
@with_mission
def daily_print_file(
    request: HttpRequest, mission: Mission, name: str, revision: int, language: str, names: str
) -> HttpResponse:
    """The PDF, if it was made."""
    report = published_revision(request, mission, name, revision)
    made = _newest_prints(request, report).filter(made_at__isnull=False)
    found = made.filter(language=language, names=names).first()
    if found is None or found.content is None:
        raise Http404
    title = f"{mission.code}-{name}-{revision}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{title}"'}
    return HttpResponse(bytes(found.content), "application/pdf", headers=headers)


def _newest_prints(request: HttpRequest, report: DailyReport) -> QuerySet[PrintedReport]:
    """The prints of a revision with the most sign-offs, one for each language and policy."""
    prints = visible_prints(actor_in(request)).filter(report=report)
    return prints.order_by("language", "names", "-sign_offs").distinct("language", "names")


def _ask(request: HttpRequest, report: DailyReport) -> PrintedReport:
    address = settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    return ask_for_print(
        report,
        request.POST.get("language", "")[:LONGEST],
        request.POST.get("names", "")[:LONGEST],
        address=address[:200],
    )


def _shown(one: PrintedReport, policies: Mapping[str, str]) -> dict[str, Any]:
    return {
        "one": one,
        "language": dict(settings.LANGUAGES).get(one.language, one.language),
        "names": policies.get(one.names, one.names),
    }
