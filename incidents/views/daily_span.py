"""Several mission days on one page, such as a week, each with its own window."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.domain.queries.daily_span import span_of
from incidents.views.daily_page import label_words
from incidents.views.daily_says import bars_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

WEEK = timedelta(days=7)


@require_safe
@with_mission
def daily_span(request: HttpRequest, mission: Mission, first: date, last: date) -> HttpResponse:
    """The current revisions of some days, and their sums."""
    try:
        span = span_of(actor_in(request), mission, first, last)
    except (ValueError, OverflowError) as error:
        raise Http404 from error
    if len(span.missing) == len(span.days):
        raise Http404
    bars = bars_of(
        (str(one.day), one.content["totals"]["incidents"] if one.content else 0)
        for one in span.days
    )
    context = {
        "first": first,
        "last": last,
        "days": [
            {
                "one": one,
                "label": label_words(one.report, mission) if one.report else _("not published"),
                "share": bar["share"],
            }
            for one, bar in zip(span.days, bars, strict=True)
        ],
        "sums": span.sums,
        "missing": span.missing,
        "week_before": (first - WEEK, first - timedelta(days=1)),
    }
    return render_page(request, "incidents/daily_span.html", mission, context)
