"""Every published revision can be made again from the journal, byte for byte."""

import threading
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from incidents.domain.daily_content import in_form
from incidents.domain.daily_replay import check_revision, recompute, standing_stated
from incidents.domain.daily_report import publish_day
from incidents.domain.daily_return import file_daily_return
from incidents.domain.merging import detach, merge, un_merge
from incidents.domain.status import set_status
from incidents.ledger.canonical import canonical_bytes, content_hash, parsed
from incidents.models import DailyReport, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.judging import naming
from tests.incidents.judging import published as concluded
from tests.incidents.telling import AFTER_DUE, DAY, NOW, incident_of, killed, return_content, tell

pytestmark = pytest.mark.django_db

ONE_DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def publish(cast):
    """A way to publish the day as it is recorded by now."""
    return lambda day=DAY: publish_day(cast.mission, day, AFTER_DUE)


def made_again():
    """For each revision, whether it comes out as it was published."""
    rows = DailyReport.objects.select_related("mission").order_by("mission_day", "revision")
    return [recompute(row) == bytes(row.content) for row in rows]


def test_a_quiet_day_comes_out_again(publish):
    publish()
    assert made_again() == [True]


def test_each_revision_comes_out_as_it_was_when_more_has_come_since(cast, publish):
    publish()
    tell(cast.north_monitor, casualties=(killed(2, "north"),), place=cast.village.code)
    publish()
    file_daily_return(
        return_content(post="S-1", observed_minutes=90), author=cast.south_monitor, now=AFTER_DUE
    )
    publish()
    tell(None, alleged_party="uplands", occurred_from=NOW - 3 * HOUR)
    publish()
    assert made_again() == [True] * 4


def test_a_status_is_that_of_then(cast, publish):
    incident = incident_of(tell(cast.north_monitor))
    publish()
    officer = actor_of(cast.north_duty_officer)
    set_status(incident, "triaged", actor=officer, now=AFTER_DUE)
    publish()
    set_status(incident, "under_verification", actor=officer, now=AFTER_DUE)
    assert made_again() == [True, True]


def test_merges_splits_and_their_undoing_are_those_of_then(cast, publish):
    officer = actor_of(cast.north_duty_officer)
    one = incident_of(tell(cast.north_monitor, casualties=(killed(1, "north"),)))
    other = incident_of(tell(cast.south_monitor, post="S-1", occurred_from=NOW - 2 * HOUR))
    publish()
    merge(other, one, actor=officer, reason="One blast.", now=AFTER_DUE)
    publish()
    un_merge(other, actor=officer, reason="Two blasts.", now=AFTER_DUE)
    publish()
    late = tell(cast.south_monitor, post="S-1", same_event_as=_first_report(one))
    publish()
    detach(late.report, actor=officer, reason="Another one.", now=AFTER_DUE)
    publish()
    assert len(made_again()) == 5
    assert all(made_again())


def _first_report(incident):
    return incident.links.order_by("pk")[0].report.report_id


def test_a_correction_that_crosses_a_day_boundary_changes_both_days(cast, publish):
    first = tell(cast.north_monitor).report
    publish()
    publish(DAY + ONE_DAY) or publish_day(cast.mission, DAY + ONE_DAY, AFTER_DUE + ONE_DAY)
    tell(cast.north_monitor, corrects=first.report_id, occurred_from=NOW - ONE_DAY)
    for day in (DAY - ONE_DAY, DAY, DAY + ONE_DAY):
        publish_day(cast.mission, day, AFTER_DUE + ONE_DAY)
    assert all(made_again())


def test_findings_and_their_annexes_are_those_of_then(cast, publish):
    told = tell(None, alleged_party="uplands", source_url="https://example.org/1")
    incident = incident_of(told)
    for status in ("triaged", "under_verification", "verified"):
        set_status(incident, status, actor=actor_of(cast.north_duty_officer), reason="Seen.")
        incident = incident_of(told)
    publish()
    concluded(cast, naming("lowlands"), incident=incident)
    second = publish()
    assert [row["party"] for row in parsed(bytes(second.content))["ruled"]] == ["lowlands"]
    assert made_again() == [True, True]


def test_a_variant_is_kept_and_counts_no_more_than_then(cast, publish):
    first = tell(cast.north_monitor).report
    publish()
    tell(cast.north_monitor, report_id=first.report_id, category="IND")
    publish()
    assert all(made_again())


def test_another_cut_off_since_then_changes_nothing_of_then(cast, publish):
    tell(cast.north_monitor)
    publish()
    cast.mission.cut_off, cast.mission.time_zone = time(6, 0), "Asia/Kathmandu"
    cast.mission.save()
    assert made_again() == [True]


def test_another_area_of_a_place_since_then_changes_nothing_of_then(cast, publish):
    tell(cast.north_monitor, place=cast.village.code)
    publish()
    cast.village.area = "Elsewhere"
    cast.village.save()
    assert made_again() == [True]


@pytest.mark.parametrize("form", [1, 2, 3])
def test_a_report_of_an_earlier_form_comes_out_in_that_form(cast, publish, form):
    tell(cast.north_monitor, place=cast.village.code)
    newest = publish()
    content = canonical_bytes(in_form(parsed(bytes(newest.content)), form))
    older = DailyReport(
        mission=cast.mission,
        name=newest.name,
        first_day=DAY,
        mission_day=DAY,
        year=newest.year,
        number=newest.number,
        revision=2,
        content=content,
        content_hash=content_hash(content),
        journal_position=newest.journal_position,
        published_at=AFTER_DUE,
    )
    older.save()
    assert made_again() == [True, True]
    assert publish_day(cast.mission, DAY, AFTER_DUE) == older  # the form alone revises nothing


def test_what_the_report_states_is_read_back(cast, publish):
    stated = standing_stated(cast.mission, parsed(bytes(publish().content)))
    assert stated.rule.at(DAY) == (cast.mission.time_zone, cast.mission.cut_off)
    assert stated.expected == ("JC", "N-1", "S-1")


def test_a_row_that_was_altered_behind_the_back_is_found(cast, publish):
    tell(cast.north_monitor)
    report = publish()
    report.content = bytes(report.content).replace(b'"incidents":1', b'"incidents":2')
    assert not check_revision(report).is_same


def test_a_hash_that_is_not_the_content_s_is_found(publish):
    report = publish()
    report.content_hash = "0" * 64
    assert not check_revision(report).is_same


@pytest.mark.django_db(transaction=True)
def test_no_entry_comes_later_below_the_position_of_a_report(cast):
    tell(cast.north_monitor)
    begun, go_on = threading.Event(), threading.Event()

    def file_slowly():
        with transaction.atomic():
            tell(cast.south_monitor, post="S-1")
            begun.set()
            go_on.wait(5)
        connection.close()

    slow = threading.Thread(target=file_slowly)
    slow.start()
    begun.wait(10)
    threading.Timer(0.5, go_on.set).start()
    report = publish_day(cast.mission, DAY, AFTER_DUE)
    slow.join()
    newest = JournalEntry.objects.filter(action="report_linked").latest("seq")
    assert parsed(bytes(report.content))["totals"]["incidents"] == 2
    assert newest.seq <= report.journal_position
    assert recompute(report) == bytes(report.content)
