"""The daily return: the form, its acknowledgement, and which posts have sent theirs."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from incidents.domain.daily_return import file_daily_return
from incidents.domain.queries.access import visible_returns
from incidents.domain.queries.daily import open_day
from incidents.forms.daily_return import FIELDS, DailyReturnForm, blank_return
from incidents.forms.errors import add_errors
from incidents.forms.filing import posts_to_file_from
from incidents.ledger.uuid7 import uuid7
from incidents.rules import may
from incidents.views.expected import expected_returns
from incidents.views.kept_page import kept, outbox_context
from parties.models import Mission, Post
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def return_form(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Show the form, or file what was typed; a refusal keeps everything typed."""
    actor = actor_in(request)
    if not may(actor, "file_return", mission.pk):
        raise PermissionDenied
    posts = posts_to_file_from(actor, mission)
    if request.method != "POST":
        day = open_day(mission, timezone.now())
        return kept(request, _show(request, mission, blank_return(mission, posts, day, uuid7())))
    form = DailyReturnForm(request.POST, here=mission, posts=posts)
    if form.is_valid():
        try:
            filed = file_daily_return(form.content(), author=actor.user)
        except ValidationError as error:
            add_errors(form, error, FIELDS)
        else:
            if filed.outcome == "replayed":
                messages.info(request, _("This return was already here. Nothing was doubled."))
            return redirect("return_receipt", return_id=filed.daily_return.return_id)
    return _show(request, mission, form, refused=True)


@require_safe
@login_required
@with_mission
def return_receipt(request: HttpRequest, mission: Mission, return_id: UUID) -> HttpResponse:
    """What was received and when, for the person who filed it."""
    actor = actor_in(request)
    mine = visible_returns(actor).filter(author=actor.user, return_id=return_id)
    filed = mine.select_related("mission", "post").order_by("-received_at", "-pk").first()
    if filed is None:
        raise Http404
    return render_page(
        request, "incidents/return_receipt.html", filed.mission, {"daily_return": filed}
    )


def _show(
    request: HttpRequest, mission: Mission, form: DailyReturnForm, *, refused: bool = False
) -> HttpResponse:
    day = open_day(mission, timezone.now())
    expected = expected_returns(actor_in(request), mission, day)
    context = {
        "form": form,
        "fresh": not refused,
        "outbox_keeps": not refused,
        **outbox_context(request),
        "day": day,
        "sent": [one for one in expected if one.sent],
        "awaited": [one for one in expected if not one.sent],
        "has_posts": Post.objects.filter(mission=mission).exists(),
    }
    status = 422 if refused else 200
    return render_page(request, "incidents/daily_return.html", mission, context, status=status)
