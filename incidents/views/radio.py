"""The radio form: a line from a bad line becomes a draft of a report."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from incidents.forms.filing import draft_filing, posts_to_file_from
from incidents.forms.radio import RadioForm, draft_of
from incidents.rules import may
from incidents.views.report import show_filing
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@with_mission
def radio_form(request: HttpRequest, mission: Mission) -> HttpResponse:
    """Take a line, show its read-back, and open the report form with what it says."""
    actor = actor_in(request)
    if not may(actor, "file_report", mission.pk):
        raise PermissionDenied
    posts = [post.code for post in posts_to_file_from(actor, mission)]
    form = RadioForm(request.POST if request.method == "POST" else None, posts=posts)
    understood = form.is_bound and form.is_valid()
    if understood and "draft" in request.POST and form.read is not None:
        drafted = draft_filing(actor, mission, draft_of(form.read))
        return show_filing(request, mission, drafted, fresh=False)
    status = 422 if form.is_bound and not understood else 200
    context = {"form": form, "read": form.read}
    return render_page(request, "incidents/radio.html", mission, context, status=status)
