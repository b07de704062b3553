"""Where and when, typed into the form."""

from datetime import UTC, datetime

import pytest

from incidents.models import Report
from tests.incidents.hostile import TEXTS
from tests.incidents.typing import send_report, signed_in, typed_report

HOSTILE = ("NUL", "long digits", "bidi override", "1e400", "far year", "endless range")


def test_both_are_read_and_kept_as_typed(cast):
    send_report(
        cast.north_monitor, position_text="NE 2-5 km", time_text="9 March 2021, 23:50-00:20"
    )
    report = Report.objects.get()
    assert (report.position_text, report.occurred_text) == (
        "NE 2-5 km",
        "9 March 2021, 23:50-00:20",
    )
    assert report.occurred_from == datetime(2021, 3, 9, 19, 50, tzinfo=UTC)
    assert report.occurred_until == datetime(2021, 3, 9, 20, 20, tzinfo=UTC)
    assert (report.bearing, report.range_to_m, report.position_precision) == (45, 5000, "P5")


def test_the_boxes_may_stay_empty_if_the_time_was_typed(cast):
    answer = send_report(
        cast.north_monitor, time_text="101430DNOV20", occurred_date="", occurred_time=""
    )
    assert answer.status_code == 302


def test_ago_counts_from_when_it_was_typed(cast):
    send_report(cast.north_monitor, time_text="20 minutes ago", typed_at="2021-03-10T08:00:00.000Z")
    assert Report.objects.get().occurred_from == datetime(2021, 3, 10, 7, 40, tzinfo=UTC)


def test_sending_the_form_again_reads_ago_as_before(cast):
    typed = typed_report(time_text="20 minutes ago", position_text="S-1")
    client = signed_in(cast.north_monitor)
    first, again = (client.post("/report/", typed) for _time in range(2))
    assert first["Location"] == again["Location"]
    assert Report.objects.count() == 1


def test_a_name_lends_its_place_and_a_coarser_choice_wins(cast):
    send_report(cast.north_monitor, position_text="Велмура", position_precision="P6")
    report = Report.objects.get()
    assert (report.place, report.place_text, report.position_precision) == (
        cast.village,
        "Велмура",
        "P6",
    )


def test_degrees_in_their_own_fields_count_before_what_is_typed(cast):
    send_report(
        cast.north_monitor, position_text="S-1", lat="40.5", lon="10.5", position_precision="P2"
    )
    assert (Report.objects.get().lat, Report.objects.get().bearing) == (40.5, None)


@pytest.mark.parametrize(
    "name, typed, said",
    [("position_text", "91N 10E", "latitude lies between"), ("time_text", "25:61", "hours go from"),
     ("time_text", "101430JNOV20", "J means"),
     ("position_text", "Velmura 400° 2 km", "bearings go")],
)  # fmt: skip
def test_a_refusal_stands_beside_its_field_and_everything_typed_is_kept(cast, name, typed, said):
    answer = send_report(cast.north_monitor, narrative="Three shots.", **{name: typed})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert said in form.errors[name][0]
    assert (form[name].value(), form["narrative"].value()) == (typed, "Three shots.")
    assert not Report.objects.exists()


def test_a_correction_begins_with_what_was_typed_and_reads_it_as_before(cast):
    send_report(cast.north_monitor, position_text="S-1 NE 2-5 km")
    first = Report.objects.get()
    page = signed_in(cast.north_monitor).get("/report/", {"corrects": first.report_id}).context
    assert page["form"]["position_text"].value() == "S-1 NE 2-5 km"
    send_report(cast.north_monitor, corrects=str(first.report_id), position_text="S-1 NE 2-5 km")
    assert Report.objects.get(version=2).lat == first.lat


def test_a_refused_form_shows_what_was_read(cast):
    page = send_report(
        cast.north_monitor, category="", position_text="NE 2-5 km", time_text="11:00"
    )
    said = page.content.decode()
    assert said.count("Read as") == 2
    assert "Belmora / Velmura" in said


@pytest.mark.parametrize("field", ["position_text", "time_text", "typed_at"])
def test_no_hostile_text_is_an_error_of_ours(cast, field):
    client = signed_in(cast.north_monitor)
    answers = {
        client.post("/report/", typed_report(**{field: TEXTS[name]})).status_code
        for name in HOSTILE
    }
    assert answers <= {200, 302, 422}


def test_without_a_script_the_review_shows_what_was_read_and_keeps_when_it_was_typed(cast):
    typed = typed_report(position_text="NE 2-5 km", time_text="20 minutes ago")
    page = signed_in(cast.north_monitor).post("/report/", typed | {"step": "review"})
    said = page.content.decode()
    assert said.count("Read as") == 2
    assert 'name="typed_at"' in said
