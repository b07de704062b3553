"""Filing: an acknowledged report is never lost, never doubled, never silently changed."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from incidents.domain.filing import file_report
from incidents.enums import Action, DutyKind
from incidents.ledger.canonical import content_hash, parsed
from incidents.ledger.uuid7 import spoken_form
from incidents.models import Casualty, Duty, Incident, JournalEntry, Report
from tests.incidents.telling import (
    DAY,
    NOW,
    claim,
    content,
    incident_of,
    killed,
    row_counts,
    tell,
)

pytestmark = pytest.mark.django_db


def test_a_new_report_is_stored_with_its_author_and_time(cast):
    report = tell(cast.north_monitor).report
    report.refresh_from_db()
    assert (report.author, report.post) == (cast.north_monitor, cast.north_post)
    assert (report.received_at, report.version, report.is_variant) == (NOW, 1, False)


def test_a_new_report_is_acknowledged_as_new(cast):
    told = content()
    acknowledged = file_report(told, author=cast.north_monitor, now=NOW)
    receipt = json.loads(acknowledged.receipt)
    assert acknowledged.outcome == "new"
    assert receipt["report_id"] == str(told.report_id)
    assert receipt["received_at"] == "2021-03-10T08:00:00Z"


def test_the_receipt_names_the_hash_of_the_stored_content(cast):
    acknowledged = tell(cast.north_monitor)
    stored = Report.objects.get()
    assert json.loads(acknowledged.receipt)["content_hash"] == stored.content_hash


def test_the_stored_content_says_what_was_told_and_who_told_it(cast):
    told = content(narrative="Shots near the mill.", count_text="two or three")
    file_report(told, author=cast.north_monitor, now=NOW)
    stored = parsed(bytes(Report.objects.get().content))
    assert stored == told.canonical() | {"author": cast.north_monitor.pk}


def test_the_reference_can_be_said_over_a_bad_line(cast):
    report = tell(cast.north_monitor).report
    assert report.reference == f"RIDGE-{spoken_form(report.report_id)}"


def test_a_report_opens_one_incident_that_repeats_it(cast):
    acknowledged = tell(cast.north_monitor, category="IND-MOR", area_text="The mill")
    incident = incident_of(acknowledged)
    assert (incident.category, incident.area_text) == ("IND-MOR", "The mill")
    assert (incident.mission_day, incident.report_count) == (DAY, 1)


def test_the_journal_tells_of_report_incident_and_link(cast):
    tell(cast.north_monitor)
    entries = JournalEntry.objects.order_by("seq")
    assert [entry.action for entry in entries] == [
        Action.REPORT_FILED,
        Action.INCIDENT_OPENED,
        Action.REPORT_LINKED,
    ]
    assert {entry.actor for entry in entries} == {cast.north_monitor}


def test_every_journal_entry_carries_the_hash_of_its_body(cast):
    tell(cast.north_monitor)
    for entry in JournalEntry.objects.all():
        assert entry.body_hash == content_hash(bytes(entry.body))


def test_a_report_imposes_the_duty_to_recount_its_day(cast):
    tell(cast.north_monitor)
    duty = Duty.objects.get()
    assert (duty.kind, duty.subject) == (DutyKind.RECOUNT_DAY, DAY.isoformat())
    assert (duty.mission, duty.done_at) == (cast.mission, None)


def test_an_undated_report_is_kept_and_imposes_no_duty(cast):
    acknowledged = tell(cast.north_monitor, occurred_from=None, time_precision="T0")
    assert incident_of(acknowledged).mission_day is None
    assert not Duty.objects.exists()


# The same again.


def test_the_same_report_again_gets_the_first_receipt_byte_for_byte(cast):
    told = content(casualties=(killed(2, "north"),))
    first = file_report(told, author=cast.north_monitor, now=NOW)
    again = file_report(told, author=cast.north_monitor, now=NOW + timedelta(days=9))
    assert again.receipt == first.receipt
    assert (again.outcome, again.report) == ("replayed", first.report)


def test_the_same_report_again_writes_nothing(cast):
    told = content(casualties=(killed(2, "north"),))
    file_report(told, author=cast.north_monitor, now=NOW)
    before = row_counts()
    file_report(told, author=cast.north_monitor, now=NOW)
    assert row_counts() == before


@pytest.mark.parametrize(
    "first,again",
    [
        ({"narrative": "Caf\u00e9"}, {"narrative": "Cafe\u0301"}),
        ({"lat": "40.5", "lon": "10.5"}, {"lat": "40.5000000", "lon": "10.50"}),
        ({}, {"narrative": ""}),
    ],
)
def test_another_spelling_of_the_same_content_is_the_same_report(cast, first, again):
    told = content(position_precision="P2")
    for fields in (first, again):
        numbers = {k: Decimal(v) for k, v in fields.items() if k in ("lat", "lon")}
        file_report(replace(told, **fields | numbers), author=cast.north_monitor, now=NOW)
    assert Report.objects.count() == 1


# The same id, other content.


def test_a_variant_is_kept_beside_the_first_and_flagged(cast):
    told = content(narrative="Two shots.")
    file_report(told, author=cast.north_monitor, now=NOW)
    variant = file_report(
        replace(told, narrative="Three shots."), author=cast.north_monitor, now=NOW
    )
    assert (variant.outcome, variant.report.is_variant) == ("variant", True)
    assert list(Report.objects.order_by("key").values_list("is_variant", "narrative")) == [
        (False, "Two shots."),
        (True, "Three shots."),
    ]


def test_a_variant_is_journalled_as_one(cast):
    told = content()
    file_report(told, author=cast.north_monitor, now=NOW)
    file_report(replace(told, narrative="Other."), author=cast.north_monitor, now=NOW)
    assert JournalEntry.objects.filter(action=Action.VARIANT_KEPT).count() == 1


def test_a_variant_joins_the_incident_and_changes_nothing_of_it(cast):
    told = content(count_low=2, count_unit="shot", count_qualifier="exact")
    first = file_report(told, author=cast.north_monitor, now=NOW)
    variant = file_report(replace(told, count_low=9), author=cast.north_monitor, now=NOW)
    assert variant.incident_id == first.incident_id
    assert (incident_of(first).count_low, incident_of(first).report_count) == (2, 1)


def test_a_variant_sent_again_gets_its_own_receipt(cast):
    told = content()
    file_report(told, author=cast.north_monitor, now=NOW)
    other = replace(told, narrative="Other.")
    receipts = [file_report(other, author=cast.north_monitor, now=NOW).receipt for _ in range(2)]
    assert receipts[0] == receipts[1]


def test_another_author_with_the_same_id_and_words_makes_a_variant(cast):
    told = content()
    file_report(told, author=cast.north_monitor, now=NOW)
    second = file_report(told, author=cast.north_duty_officer, now=NOW)
    assert (second.outcome, second.report.author) == ("variant", cast.north_duty_officer)


def test_an_id_of_one_mission_means_nothing_at_another(cast):
    ours = tell(cast.north_monitor)
    theirs = tell(cast.stranger, report_id=ours.report.report_id, mission="coast", post="C-1")
    assert theirs.outcome == "new"
    assert incident_of(theirs).mission == cast.other_mission


def test_a_variant_of_a_total_opens_an_incident_that_counts_it(cast):
    told = claim(scope="daily_total")
    file_report(told, author=None, now=NOW)
    variant = file_report(replace(told, scope="event"), author=None, now=NOW)
    incident = incident_of(variant)
    assert (incident.report_count, incident.asserted) == (1, True)


# What does not stay.


def _refuse_in_database(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_in_test() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'disk on fire'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER refuse_in_test BEFORE INSERT ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_in_test()"
        )


@pytest.mark.parametrize("model", [Report, Casualty, Incident, JournalEntry, Duty])
def test_a_failure_anywhere_in_the_write_leaves_nothing(cast, model):
    before = row_counts()
    _refuse_in_database(model._meta.db_table)
    with pytest.raises(DatabaseError, match="disk on fire"):
        tell(cast.north_monitor, casualties=(killed(1, "north"),))
    assert row_counts() == before


@pytest.mark.parametrize("model", [JournalEntry, Duty])
def test_a_failure_while_joining_an_incident_leaves_it_as_it_was(cast, model):
    first = tell(cast.north_monitor)
    before = row_counts()
    _refuse_in_database(model._meta.db_table)
    with pytest.raises(DatabaseError, match="disk on fire"):
        tell(cast.north_monitor, same_event_as=first.report.report_id)
    assert row_counts() == before
    assert incident_of(first).report_count == 1


# Who may.


@pytest.mark.parametrize(
    "name,may",
    [
        ("north_monitor", True),
        ("north_duty_officer", True),
        ("south_duty_officer", True),
        ("analyst", False),
        ("administrator", False),
        ("observer", False),
        ("stranger", False),
    ],
)
def test_monitors_and_duty_officers_file_and_nobody_else(cast, name, may):
    author = cast.everybody[name]
    if may:
        assert tell(author).outcome == "new"
    else:
        with pytest.raises(PermissionDenied):
            tell(author)
        assert not Report.objects.exists()


def test_a_monitor_files_only_for_posts_that_are_open_to_them(cast):
    with pytest.raises(ValidationError) as refused:
        tell(cast.south_monitor, post="N-1")
    assert refused.value.error_dict["post"][0].code == "not_appointed"


def test_a_deactivated_person_files_nothing(cast):
    cast.north_monitor.is_active = False
    with pytest.raises(PermissionDenied):
        tell(cast.north_monitor)


def test_a_person_whose_appointment_is_over_files_nothing(cast):
    cast.north_monitor.appointments.update(until="2021-06-01")
    with pytest.raises(PermissionDenied):
        tell(cast.north_monitor)


# Null is not zero.


def test_unknown_numbers_stay_unknown_and_zero_stays_zero(cast):
    lines = (killed(None, "north"), killed(0, "south"))
    report = tell(cast.north_monitor, casualties=lines).report
    assert list(report.casualties.order_by("pk").values_list("low", "best", "high")) == [
        (None, None, None),
        (None, 0, None),
    ]


@pytest.mark.parametrize("best,low", [(None, None), (0, 0), (3, 3)])
def test_an_incident_knows_unknown_from_none(cast, best, low):
    acknowledged = tell(cast.north_monitor, casualties=(killed(best, "north"),))
    assert incident_of(acknowledged).killed_low == low


def test_an_unknown_count_is_stored_as_unknown(cast):
    report = tell(cast.north_monitor).report
    report.refresh_from_db()
    assert (report.count_low, report.count_high, report.lat, report.occurred_until) == (None,) * 4


def test_a_position_is_stored_as_exactly_as_it_was_hashed(cast):
    fields = {"lat": Decimal("40.1250000001"), "lon": Decimal("10.5")}
    acknowledged = tell(cast.north_monitor, position_precision="P1", **fields)
    incident = incident_of(acknowledged)
    assert str(incident.lat) == parsed(bytes(acknowledged.report.content))["lat"]
    assert incident.public_lat == Decimal("40.12")
