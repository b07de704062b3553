"""The outbox: what waits on a device, who is signed in, and files brought from other devices."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.forms.outbox import file_items
from incidents.rules import may
from incidents.views.kept_page import kept, outbox_context
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

LARGEST_FILE = 8 * 1024 * 1024
MOST_OF_A_FILE = 500
ITEM = ("v", "report_id", "author", "box")


class UnreadableFileError(ValueError):
    """What was uploaded is no file of an outbox; the message says why."""


@require_safe
def outbox_line(request: HttpRequest) -> JsonResponse:
    """Say that the line is there, and to whom; with a token for sending."""
    user = request.user.pk if request.user.is_authenticated else None
    body = {"line": "ceasefire", "user": user, "csrf": get_token(request)}
    return JsonResponse(body, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def outbox(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show what waits on this device, or file what a file of another device holds."""
    actor = actor_in(request)
    if not any(may(actor, "file_report", mission_id) for mission_id in actor.mission_ids):
        raise PermissionDenied
    if request.method != "POST":
        return kept(request, _page(request, mission))
    try:
        items = _items_in(request.FILES.get("file"))
    except UnreadableFileError as error:
        return _page(request, mission, status=422, refused=str(error))
    results = file_items(items, actor)
    return _page(request, mission, results=results)


def _page(
    request: HttpRequest, mission: Mission, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= outbox_context(request)
    return render_page(request, "incidents/outbox.html", mission, context, status=status)


def _items_in(uploaded: UploadedFile | None) -> list[Any]:
    if uploaded is None:
        raise UnreadableFileError(_("Choose a file."))
    if (uploaded.size or 0) > LARGEST_FILE:
        raise UnreadableFileError(_("The file is too large."))
    try:
        document = json.loads(uploaded.read())
        items = document["items"]
        known = document["format"] == "ceasefire-outbox"
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise UnreadableFileError(_("This is no file of an outbox.")) from error
    if not known or not isinstance(items, list):
        raise UnreadableFileError(_("This is no file of an outbox."))
    if len(items) > MOST_OF_A_FILE:
        message = _("The file holds more than %(most)s reports.") % {"most": MOST_OF_A_FILE}
        raise UnreadableFileError(message)
    return [_item(row) for row in items]


def _item(row: Any) -> Any:
    """The sealed part of a row; what stands beside it for people to read is not believed."""
    return {name: row.get(name) for name in ITEM} if isinstance(row, dict) else row
