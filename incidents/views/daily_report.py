"""Daily reports: the list by year, and the page of one day in the revision asked for."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from incidents.domain.daily_report import public_from
from incidents.domain.daily_signoff import sign_report
from incidents.domain.queries.daily import (
    daily_reports_of,
    months_of,
    open_day,
    preliminary_content,
    published_content,
    revisions_of,
    single_reports_of,
    superseding,
    told_by_others,
    weekly_reports_of,
)
from incidents.domain.queries.finding import totals_of
from incidents.forms.errors import add_errors
from incidents.forms.finding import DaySignForm
from incidents.models import DailyReport
from incidents.publishing import PublicationKind
from incidents.rules import may
from incidents.views.daily_changes import changes_of
from incidents.views.daily_page import day_context, label_words, month_groups, published_revision
from incidents.views.daily_says import differs
from incidents.views.daily_signoff import SIGN_ID, signing_context
from parties.domain.acting import Actor
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

# More of them are in the API.
MOST_SINGLES = 100
MOST_RECORDS = 100


@require_safe
@with_mission
def daily_report_list(request: HttpRequest, mission: Mission) -> HttpResponse:
    """The published days of one year, newest first; the newest year if none is asked for."""
    published = daily_reports_of(actor_in(request), mission)
    singles = single_reports_of(actor_in(request), mission)
    years = _years(published, singles)
    year = _asked_year(request, years)
    context = {
        "years": _with_incidents(years, months_of(actor_in(request), mission)),
        "year": year,
        "months": month_groups(published.filter(year=year)) if year else [],
        "weeks": list(weekly_reports_of(actor_in(request), mission).filter(year=year)),
        "singles": singles.filter(year=year)[:MOST_SINGLES],
        "open_day": open_day(mission, timezone.now()),
        "may_read_open_day": may(actor_in(request), "read_open_day", mission.pk),
    }
    return render_page(request, "incidents/daily_report_list.html", mission, context)


@require_safe
@with_mission
def daily_report(request: HttpRequest, mission: Mission, name: str) -> HttpResponse:
    """A published revision of a day or a week; for staff what is known of an open day."""
    revisions = list(revisions_of(actor_in(request), mission, name).defer("content"))
    if not revisions:
        return _unpublished(request, mission, name)
    shown = _asked_revision(request, revisions)
    return _revision_page(request, mission, shown, revisions)


def _revision_page(
    request: HttpRequest,
    mission: Mission,
    shown: DailyReport,
    revisions: list[DailyReport],
    refused: DaySignForm | None = None,
) -> HttpResponse:
    actor, day = actor_in(request), shown.mission_day
    instead = superseding(actor, shown)
    is_day = shown.kind == PublicationKind.DAY
    live = totals_of(actor, mission, day) if is_day else []
    others = told_by_others(actor, mission, day)[:MOST_RECORDS] if is_day else []
    context = day_context(day, published_content(shown), shown)
    context |= signing_context(actor, shown, refused)
    context |= changes_of(shown, revisions)
    context |= {
        "both_totals": live,
        "told_by_others": others,
        "live_differs": is_day and differs(context["beyond"], live),
        "report": shown,
        "revisions": revisions,
        "is_newest": instead is None,
        "instead": instead,
        "embargo_ends": None if shown.released_at else public_from(mission, day),
        "may_check": may(actor, "read_open_day", mission.pk),
        "label": label_words(shown, mission),
        "neighbours": _beside(actor, shown),
        "json_url": _json_url(shown, mission),
    }
    status = 422 if refused else 200
    return render_page(request, "incidents/daily_report.html", mission, context, status=status)


@require_POST
@login_required
@with_mission
def daily_sign(request: HttpRequest, mission: Mission, name: str, revision: int) -> HttpResponse:
    """Keep the decision of the person's party on the revision that was shown."""
    report = published_revision(request, mission, name, revision)
    form = DaySignForm(request.POST, auto_id=SIGN_ID)
    if form.is_valid():
        said = form.cleaned_data
        seen = said.pop("seen_hash")
        try:
            signed = sign_report(report, actor=actor_in(request), seen=seen, **said)
        except ValidationError as error:
            add_errors(form, error)
        else:
            words = _("Signed for %(party)s: %(decision)s.")
            told = {"party": signed.party, "decision": signed.get_decision_display()}
            messages.success(request, words % told)
            return redirect(f"{reverse('daily_report', args=[name])}?revision={revision}")
    revisions = list(revisions_of(actor_in(request), mission, name).defer("content"))
    return _revision_page(request, mission, report, revisions, form)


def _unpublished(request: HttpRequest, mission: Mission, name: str) -> HttpResponse:
    today = open_day(mission, timezone.now())
    day = _day_named(name)
    if not mission.opened_on <= day <= today:
        raise Http404
    context: dict[str, Any] = {"day": day, "neighbours": _neighbours(mission, day), "label": ""}
    if may(actor_in(request), "read_open_day", mission.pk):
        context |= day_context(day, preliminary_content(mission, day))
        context["both_totals"] = totals_of(actor_in(request), mission, day)
        context["live_differs"] = differs(context["beyond"], context["both_totals"])
    return render_page(request, "incidents/daily_report.html", mission, context)


def _day_named(name: str) -> date:
    try:
        return date.fromisoformat(name)
    except ValueError as error:
        raise Http404 from error


def _years(*published: QuerySet[DailyReport]) -> list[int]:
    """The years in which anything was published, newest first."""
    found = (rows.order_by().distinct().values_list("year", flat=True) for rows in published)
    return sorted(set(chain(*found)), reverse=True)


def _with_incidents(years: list[int], months: list[tuple[date, int]]) -> list[tuple[int, int]]:
    """Each year with the number of its incidents."""
    return [(year, sum(n for month, n in months if month.year == year)) for year in years]


def _asked_year(request: HttpRequest, years: list[int]) -> int | None:
    asked = request.GET.get("year", "")
    if not asked:
        return years[0] if years else None
    if asked not in {str(year) for year in years}:
        raise Http404
    return int(asked)


def _asked_revision(request: HttpRequest, revisions: list[DailyReport]) -> DailyReport:
    asked = request.GET.get("revision", "")
    if not asked:
        return revisions[0]
    found = [one for one in revisions if str(one.revision) == asked]
    if not found:
        raise Http404
    return found[0]


def _json_url(report: DailyReport, mission: Mission) -> str:
    names = {
        "mission": mission.code,
        "day": report.name,
        "revision": report.revision,
    }
    return reverse("api-daily-reports-revision", kwargs=names)


def _beside(actor: Actor, shown: DailyReport) -> Mapping[str, date | str | None]:
    """The days or weeks before and after the shown one."""
    if shown.kind == PublicationKind.WEEK:
        return _weeks_beside(actor, shown)
    is_day = shown.kind == PublicationKind.DAY
    return _neighbours(shown.mission, shown.mission_day) if is_day else {}


def _weeks_beside(actor: Actor, week: DailyReport) -> dict[str, str | None]:
    """The weeks before and after one."""
    weeks = weekly_reports_of(actor, week.mission)
    before = weeks.filter(mission_day__lt=week.first_day).first()
    after = weeks.filter(first_day__gt=week.mission_day).order_by("mission_day", "-revision")
    beside = {"before": before, "after": after.first()}
    return {where: one.name if one else None for where, one in beside.items()}


def _neighbours(mission: Mission, day: date) -> dict[str, date | None]:
    today = open_day(mission, timezone.now())
    return {
        "before": day - timedelta(days=1) if day > mission.opened_on else None,
        "after": day + timedelta(days=1) if day < today else None,
    }
