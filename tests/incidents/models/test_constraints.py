"""What the database does not let in, even past the domain."""

import pytest
from django.db import IntegrityError, transaction

from incidents.models import Casualty, DailyReport, Duty, Incident, Report, SameEventLink
from tests.incidents.telling import DAY, NOW, incident_of, tell

pytestmark = pytest.mark.django_db


def refuse(write, **fields):
    """Do a write that a constraint must refuse."""
    with pytest.raises(IntegrityError), transaction.atomic():
        write(**fields)


def copy_of(row, **fields):
    """The same row as a new one."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    values.pop(row._meta.pk.attname)
    return row.__class__(**values | fields)


def test_a_report_with_the_same_id_and_content_is_not_stored_twice(cast):
    report = tell(cast.north_monitor).report
    refuse(copy_of(report).save)


def test_inserting_once_tells_whether_it_did(cast):
    report = tell(cast.north_monitor).report
    assert Report.objects.insert_once(copy_of(report)) is False
    assert Report.objects.insert_once(copy_of(report, content_hash="0" * 64)) is True


def test_an_inserted_report_knows_its_key(cast):
    made = copy_of(tell(cast.north_monitor).report, content_hash="0" * 64)
    Report.objects.insert_once(made)
    assert Report.objects.get(pk=made.pk).content_hash == "0" * 64


def test_a_report_tells_of_one_incident_at_a_time(cast):
    first, second = tell(cast.north_monitor), tell(cast.north_monitor)
    refuse(SameEventLink(report=first.report, incident=incident_of(second), linked_at=NOW).save)


def test_an_ended_link_makes_room_for_another(cast):
    first, second = tell(cast.north_monitor), tell(cast.north_monitor)
    SameEventLink.objects.filter(report=first.report).update(unlinked_at=NOW)
    SameEventLink(report=first.report, incident=incident_of(second), linked_at=NOW).save()
    assert first.report.links.count() == 2


def test_the_least_number_of_casualties_is_not_above_the_greatest(cast):
    report = tell(cast.north_monitor).report
    refuse(Casualty(report=report, outcome="killed", low=3, high=2).save)


def test_a_daily_report_has_one_row_per_revision(cast):
    fields = {"year": 2021, "number": 69, "revision": 1, "content": b"", "content_hash": ""}
    moments = {"journal_position": 0, "published_at": NOW}
    days = {"name": str(DAY), "first_day": DAY, "mission_day": DAY}
    report = DailyReport(mission=cast.mission, **days, **fields, **moments)
    report.save()
    refuse(copy_of(report).save)
    refuse(copy_of(report, name="2021-03-11").save)  # the number is given
    refuse(copy_of(report, number=70).save)
    copy_of(report, kind="week", name="week-2021-03-11").save()


def test_a_duty_is_written_once(cast):
    tell(cast.north_monitor)
    refuse(copy_of(Duty.objects.get()).save)


def test_a_reference_names_one_incident_of_a_mission(cast):
    first, second = incident_of(tell(cast.north_monitor)), incident_of(tell(cast.north_monitor))
    refuse(Incident.objects.filter(pk=second.pk).update, reference=first.reference)


@pytest.mark.parametrize(
    "row,name",
    [
        (Report(reference="RIDGE-1"), "RIDGE-1"),
        (Incident(reference="RIDGE-I-1"), "RIDGE-I-1"),
        (Casualty(outcome="killed", best=0), "0 killed"),
        (Casualty(outcome="injured"), "? injured"),
        (DailyReport(number=69, year=2021, revision=1), "69/2021"),
        (DailyReport(number=69, year=2021, revision=2), "69/2021 Rev.2"),
        (Duty(key="recount_day:1"), "recount_day:1"),
    ],
)
def test_rows_are_called_what_people_call_them(row, name):
    assert str(row) == name
