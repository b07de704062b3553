"""Pages and problems for what goes wrong outside of any view."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from ceasefire.postgresql.patience import took_too_long

RETRY_AFTER_OUTAGE = {"Retry-After": "5"}


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django found suspicious."""
    return refusal(request, 400, _("The request could not be read."))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a person who may not do this."""
    return refusal(request, 403, _("This is not for this account."))


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for what is not there and for what is not to be seen alike."""
    return refusal(request, 404, _("There is nothing at this address that you may see."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a token that fits."""
    detail = _("The page had expired; load it again.")
    return refusal(request, 403, detail, template="403_csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours is 500; a database that does not answer is 503, and worth asking again.

    What takes it too long is 504, unless something was to be stored: that is worth sending again.
    """
    error = sys.exc_info()[1]
    if took_too_long(error) and request.method in ("GET", "HEAD"):
        return refusal(request, 504, _("This takes too long. Ask for less."))
    if isinstance(error, OperationalError | InterfaceError):
        detail = _("The database does not answer. Nothing was stored. Send the same again.")
        return refusal(request, 503, detail, template="503.html", headers=RETRY_AFTER_OUTAGE)
    return refusal(request, 500, _("Something failed on our side."))


def refusal(
    request: HttpRequest,
    status: int,
    detail: str,
    *,
    template: str = "",
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A refusal that says why: a problem for the API, a page for people."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if request.path_info.startswith(("/api/", "/ogc")):
        return _problem(request, status, detail, headers)
    context = {"status": status, "detail": detail}
    page = _page(request, template or f"{status}.html", context)
    return HttpResponse(page, status=status, headers=headers)


def _problem(
    request: HttpRequest, status: int, detail: str, headers: dict[str, str]
) -> HttpResponse:
    from ceasefire.api.problem_kinds import BY_STATUS, KINDS  # noqa: PLC0415 - not for pages
    from ceasefire.api.problems import MEDIA_TYPE, problem  # noqa: PLC0415

    kind = BY_STATUS.get(status, KINDS["bad-request"])
    body = problem(request, kind, status, detail)
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """The template; or, as what it needs may be what failed, a page of one line."""
    try:
        return render_to_string(template, context, request)
    except Exception:  # noqa: BLE001 - the refusal must be answered whatever else fails
        lines = "<!doctype html><title>{status}</title><p>{status} {detail}</p>"
        return lines.format(status=context["status"], detail=escape(context["detail"]))
