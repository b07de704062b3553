"""A revision is set on paper once for each language and policy, by a worker, whoever asks."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.daily_report import publish_day
from incidents.domain.printing import MOST_WAITING, ask_for_print
from incidents.domain.pump import run_due
from incidents.models import Duty, PrintedReport
from tests.incidents.telling import AFTER_DUE, DAY, tell

pytestmark = pytest.mark.django_db

SITE = "https://monitors.example"


@pytest.fixture
def report(cast):
    tell(cast.north_monitor, place=cast.village.code)
    return publish_day(cast.mission, DAY, AFTER_DUE)


def ask(report, language="en", names="pair"):
    return ask_for_print(report, language, names, address=SITE, now=AFTER_DUE)


def test_asking_twice_makes_one_print_and_one_duty(report):
    assert ask(report) == ask(report)
    assert PrintedReport.objects.count() == 1
    assert Duty.objects.filter(kind="print_report").count() == 1


def test_a_worker_makes_it_and_the_progress_ends_at_a_hundred(report, setter):
    row = ask(report)
    run_due(AFTER_DUE)
    row.refresh_from_db()
    assert (row.progress, row.made_at) == (100, AFTER_DUE)
    assert bytes(row.content).startswith(b"%PDF-")


def test_what_is_made_is_not_made_again(report, setter):
    row = ask(report)
    run_due(AFTER_DUE)
    Duty.objects.filter(kind="print_report").update(done_at=None)
    run_due(AFTER_DUE + timedelta(hours=1))
    row.refresh_from_db()
    assert row.made_at == AFTER_DUE


def test_what_cannot_be_set_is_tried_again(report, settings):
    settings.REPORT_PAGE = "tests.incidents.domain.test_printing.broken_page"
    row = ask(report)
    run_due(AFTER_DUE)
    duty = Duty.objects.get(kind="print_report")
    assert (duty.done_at, duty.attempts) == (None, 1)
    assert "no page" in duty.last_error
    row.refresh_from_db()
    assert row.made_at is None


def broken_page(row):
    raise RuntimeError("no page")


@pytest.mark.parametrize(
    "language, names",
    [("xx", "pair"), ("", "pair"), ("en", "first-nobody"), ("en", ""), ("en", "a\0b")],
)
def test_what_there_is_not_cannot_be_asked_for(report, language, names):
    with pytest.raises(ValidationError):
        ask(report, language, names)
    assert not PrintedReport.objects.exists()


def test_whoever_asks_for_very_many_is_told_to_come_back(report):
    PrintedReport.objects.bulk_create(
        PrintedReport(report=report, language="en", names=f"p{n}", address=SITE, asked_at=AFTER_DUE)
        for n in range(MOST_WAITING)
    )
    with pytest.raises(ValidationError) as refused:
        ask(report)
    assert refused.value.error_dict["language"][0].code == "busy"
