"""Filing at the same time: threads that start together, on a real database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.filing import Brought, file_report, file_reports
from incidents.domain.linking import standing_reports
from incidents.domain.status import set_status
from incidents.enums import Action
from incidents.ledger.canonical import parsed
from incidents.models import DailyReport, DailyReturn, Incident, JournalEntry, Report
from parties.domain.acting import actor_of
from tests.incidents.telling import (
    AFTER_DUE,
    DAY,
    NOW,
    at_once,
    content,
    incident_of,
    return_content,
    row_counts,
    tell,
)

pytestmark = pytest.mark.django_db(transaction=True)


def file_at_once(cast, contents):
    """File each content in its own thread; the acknowledgements, all of them."""
    told = at_once(
        len(contents), lambda n: file_report(contents[n], author=cast.north_monitor, now=NOW)
    )
    failures = [answer for answer in told if isinstance(answer, Exception)]
    assert not failures
    return told


def check_filed_once(answers, before):
    """Assert one row of each kind and the same receipt for everybody."""
    added = {name: number - before[name] for name, number in row_counts().items()}
    assert {name: n for name, n in added.items() if n} == {
        "Report": 1,
        "ContentSalts": 1,
        "Incident": 1,
        "SameEventLink": 1,
        "IncidentVersion": 1,
        "JournalEntry": 3,
        "Duty": 1,
        "StaleDay": 1,
    }
    assert len({answer.receipt for answer in answers}) == 1
    assert [a.outcome for a in answers].count("new") == 1


def test_eight_identical_posts_are_one_report(cast):
    before = row_counts()
    check_filed_once(file_at_once(cast, [content()] * 8), before)


@pytest.mark.slow
def test_fifty_identical_posts_of_each_of_twenty_reports_are_twenty_reports(cast):
    for _ in range(20):
        before = row_counts()
        check_filed_once(file_at_once(cast, [content()] * 50), before)


def test_different_contents_of_one_id_are_all_kept_and_one_comes_first(cast):
    first = content()
    told = [content(report_id=first.report_id, narrative=str(n)) for n in range(8)]
    answers = file_at_once(cast, told)
    assert sorted(a.outcome for a in answers) == ["new"] + ["variant"] * 7
    assert Report.objects.filter(is_variant=False).count() == 1
    assert Incident.objects.get().report_count == 1


def test_different_reports_at_once_are_all_new(cast):
    answers = file_at_once(cast, [content() for _ in range(8)])
    assert {a.outcome for a in answers} == {"new"}
    assert Incident.objects.count() == 8


def test_the_same_reports_in_two_orders_at_once_are_filed_once_each(cast):
    told = [content() for _ in range(20)]
    orders = [told, told[::-1]] * 2

    def work(n):
        return file_reports([Brought(one, cast.north_monitor) for one in orders[n]], now=NOW)

    answers = at_once(4, work)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    outcomes = [filed.outcome for filed_together in answers for filed in filed_together]
    assert sorted(outcomes) == ["new"] * 20 + ["replayed"] * 60
    assert Report.objects.count() == Incident.objects.count() == 20


def test_reports_that_join_one_incident_at_once_are_all_counted(cast):
    first = tell(cast.north_monitor)
    file_at_once(cast, [content(same_event_as=first.report.report_id) for _ in range(8)])
    assert incident_of(first).report_count == 9


def test_corrections_of_one_report_at_once_leave_one_standing(cast):
    first = tell(cast.north_monitor)
    corrections = [content(corrects=first.report.report_id, count_text=str(n)) for n in range(6)]
    file_at_once(cast, corrections)
    (standing,) = standing_reports(incident_of(first))
    assert standing == Report.objects.order_by("key").last()


def test_the_same_return_at_once_is_one_return(cast):
    told = return_content()
    answers = at_once(
        8, lambda n: file_daily_return(told, author=cast.north_monitor, now=NOW).receipt
    )
    assert len(set(answers)) == 1
    assert DailyReturn.objects.count() == 1


def test_of_two_officers_who_take_the_same_step_one_is_too_late(cast):
    incident = incident_of(tell(cast.north_monitor))
    officers = [actor_of(cast.north_duty_officer), actor_of(cast.south_duty_officer)]
    answers = at_once(2, lambda n: set_status(incident, "triaged", actor=officers[n]))
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
    assert JournalEntry.objects.filter(action=Action.STATUS_SET).count() == 1


def test_a_report_published_while_others_file_is_consistent_in_itself(cast):
    def work(n):
        if n == 0:
            return [publish_day(cast.mission, DAY, AFTER_DUE) for _ in range(12)]
        return [tell(cast.north_monitor, now=AFTER_DUE) for _ in range(10)]

    at_once(3, work)
    assert Incident.objects.count() == 20
    for report in DailyReport.objects.all():
        told = parsed(bytes(report.content))
        assert told["totals"]["incidents"] == len(told["incidents"])


def test_days_published_while_reports_join_and_move_do_not_deadlock(cast):
    first = tell(cast.north_monitor)

    def work(n):
        if n < 2:
            days = (DAY, DAY - timedelta(days=1))
            return [_publish(cast, day) for _ in range(6) for day in days]
        moved = NOW - timedelta(days=n % 2)
        joined = {"same_event_as": first.report.report_id, "occurred_from": moved}
        return [tell(cast.north_monitor, now=AFTER_DUE, **joined) for _ in range(6)]

    answers = at_once(5, work)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert incident_of(first).report_count == 19


def _publish(cast, day):
    """Publish a day; a conflict with a filing is the duty's to try again."""
    from django.db import OperationalError

    try:
        return publish_day(cast.mission, day, AFTER_DUE)
    except OperationalError as error:
        assert "could not serialize" in str(error)  # noqa: PT017
        return None
