"""A typed position and a typed time become fields, once and for all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from incidents.domain.filing import file_report
from incidents.domain.typed_entries import with_typed
from incidents.ledger.uuid7 import made_at, uuid7
from incidents.models import Report
from tests.incidents.telling import NOW, content

pytestmark = pytest.mark.django_db


def told(cast, time_text="", **fields):
    made = uuid7(int(NOW.timestamp() * 1000))
    return with_typed(content(report_id=made, occurred_from=None, **fields), time_text)


def test_a_sighting_fills_in_position_bearing_and_range(cast):
    read = told(cast, "11:00", position_text="N-1 045° 2-5 km")
    assert (read.bearing, read.bearing_spread) == (Decimal(45), Decimal(5))
    assert (read.range_from_m, read.range_to_m, read.position_precision) == (2000, 5000, "P5")
    assert read.lat > Decimal("40.2")
    assert read.place_text == ""


def test_a_name_is_also_the_place_as_said(cast):
    read = told(cast, "11:00", position_text="Велмура")
    assert (read.place, read.place_text) == (cast.village.code, "Велмура")


def test_ago_counts_from_the_instant_in_the_reports_own_id(cast):
    read = told(cast, "20 minutes ago")
    assert read.occurred_from == NOW - timedelta(minutes=20)
    assert (read.occurred_text, read.time_precision) == ("20 minutes ago", "T2")


def test_what_is_filled_in_already_is_left_alone(cast):
    read = told(
        cast,
        "11:00",
        position_text="S-1",
        lat=Decimal(40),
        lon=Decimal(10),
        position_precision="P2",
    )
    assert (read.lat, read.position_text) == (Decimal(40), "S-1")
    assert with_typed(content()).occurred_from == content().occurred_from


def test_a_coarser_precision_that_was_chosen_wins(cast):
    read = told(cast, "11:00", position_text="40.2130, 10.4010", position_precision="P3")
    assert read.position_precision == "P3"


def test_both_entries_are_refused_at_once_by_name(cast):
    with pytest.raises(ValidationError) as refused:
        told(cast, "25:61", position_text="91N 10E")
    assert {name: e[0].code for name, e in refused.value.error_dict.items()} == {
        "time_text": "clock",
        "position_text": "lat_range",
    }


def test_a_time_is_given_once(cast):
    with pytest.raises(ValidationError) as refused:
        with_typed(content(), "11:00")
    assert refused.value.error_dict["time_text"][0].code == "twice"


def test_sending_again_reads_as_it_was_read_first_though_the_post_has_moved(cast):
    made = uuid7()

    def send():
        typed = content(report_id=made, occurred_from=None, position_text="S-1 NE 2-5 km")
        return file_report(with_typed(typed, "20 minutes ago"), author=cast.north_monitor)

    assert send().outcome == "new"
    cast.south_post.lat = Decimal("40.100000")
    cast.south_post.save()
    assert send().outcome == "replayed"
    report = Report.objects.get()
    assert (report.position_text, report.bearing) == ("S-1 NE 2-5 km", None)


def test_a_report_without_the_new_fields_keeps_its_bytes(cast):
    canonical = content().canonical()
    assert not {"position_text", "bearing", "range_from_m"} & set(canonical)


def test_the_instant_of_an_id_is_that_of_its_making():
    assert made_at(uuid7(1_604_966_400_000)) == datetime(2020, 11, 10, tzinfo=UTC)
    assert made_at(uuid7(2**48 - 1)).year == 9999
