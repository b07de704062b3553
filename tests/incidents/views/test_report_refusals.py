"""Bad input names its field, keeps what was typed, stores nothing and is never a 500."""

import html

import pytest

from incidents.models import Report
from tests.incidents.typing import send_report, signed_in, typed_report

HUGE = "9" * 5000
BAD = [
    ("report_id", "not-a-uuid"),
    ("report_id", ""),
    ("report_id", "6f1c2f5e-0f0e-4c8e-9d38-6a3f0f4f9a11"),
    ("mission", "coast"),
    ("mission", "nowhere"),
    ("mission", "a\0b"),
    ("post", "C-1"),
    ("post", "S-1"),
    ("post", "N-1\0"),
    ("post", ""),
    ("occurred_date", "0001-01-01"),
    ("occurred_date", "9999-12-31"),
    ("occurred_date", "2099-01-01"),
    ("occurred_date", "2021-02-30"),
    ("occurred_date", "yesterday"),
    ("occurred_date", "\0"),
    ("occurred_time", "25:61"),
    ("occurred_time", "noon"),
    ("until_time", "soon"),
    ("time_precision", "T9"),
    ("category", ""),
    ("category", "FIR-XXX"),
    ("category", "\0"),
    ("kind", "rumour"),
    ("source_kind", "dream"),
    ("stance", "shouted"),
    ("means", "guessed"),
    ("weapon", "slingshot"),
    ("direction", "sideways"),
    ("signature", "smell"),
    ("count_unit", "dozen"),
    ("count_qualifier", "maybe"),
    ("count_low", "three"),
    ("count_low", "3.5"),
    ("count_low", HUGE),
    ("source_party", "nobody"),
    ("alleged_party", "nobody"),
    ("place", "x" * 501),
    ("place", "Vel\0mura"),
    ("area_text", "x" * 201),
    ("weapon_text", "x" * 301),
    ("target_text", "half a \ufffd character"),
    ("damage", "castle"),
    ("damage_text", "x" * 301),
    ("narrative", "x" * 20_001),
    ("narrative", "zero \0 byte"),
    ("narrative", "lone \ufffd surrogate"),
    ("source_label", "x" * 201),
    ("same_event_as", "not-a-uuid"),
    ("lat", "39°49'17\""),
    ("lon", "46.7 N"),
]  # fmt: skip
SHORT = {"ids": lambda value: repr(value)[:24] if isinstance(value, str) else None}


@pytest.mark.parametrize("field, typed", BAD, **SHORT)
def test_a_bad_field_is_named_nothing_is_stored_and_the_rest_is_still_there(cast, field, typed):
    other = "target_text" if field == "narrative" else "narrative"
    answer = send_report(cast.north_monitor, **{other: "Heard “three” <shots>.", field: typed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert html.escape("Heard “three” <shots>.") in answer.content.decode()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "typed, field, words",
    [
        ({"lat": "91N", "lon": "10.2", "position_precision": "P3"}, "lat", "between -90 and 90"),
        ({"lat": "40.2", "lon": "181", "position_precision": "P3"}, "lon", "between -180"),
        ({"lat": "10.5", "lon": "40.5", "position_precision": "P3"}, "lat", "exchanged"),
        ({"place_code": "pl-none"}, "place", "no place"),
        ({"lat": "40.2"}, "lon", "both"),
        ({"lat": "40.2", "lon": "10.2"}, "position_precision", "how well"),
        ({"count_low": "-1", "count_unit": "shot", "count_qualifier": "exact"}, "count_low", "neg"),
        ({"count_low": "3", "count_qualifier": "exact"}, "count_unit", "counted"),
        ({"count_low": "3", "count_unit": "shot"}, "count_qualifier", "exact"),
        ({"count_low": "3", "count_high": "2", "count_unit": "shot", "count_qualifier": "range"},
         "count_high", "below"),
        ({"count_low": "2000000", "count_unit": "shot", "count_qualifier": "about"},
         "count_low", "more than"),
    ],
)  # fmt: skip
def test_what_the_domain_refuses_stands_beside_its_field(cast, typed, field, words):
    answer = send_report(cast.north_monitor, **typed)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field]).lower()
    assert Report.objects.count() == 0


@pytest.mark.parametrize(
    "field, typed",
    [
        ("outcome", "vanished"),
        ("side", "nobody"),
        ("person_kind", "alien"),
        ("low", "-1"),
        ("best", "two"),
        ("high", HUGE),
        ("low", "\0"),
    ],
    **SHORT,
)
def test_a_bad_casualty_line_is_named(cast, field, typed):
    line = {"casualties-0-outcome": "killed", f"casualties-0-{field}": typed}
    answer = send_report(cast.north_monitor, **line)
    assert answer.status_code == 422
    assert field in answer.context["lines"][0].errors
    assert Report.objects.count() == 0


def test_a_refusal_of_the_domain_finds_its_casualty_line(cast):
    lines = {
        "casualties-TOTAL_FORMS": "2",
        "casualties-1-person_kind": "civilian",
        "casualties-1-outcome": "killed",
        "casualties-1-low": "5",
        "casualties-1-high": "2",
    }
    answer = send_report(cast.north_monitor, **lines)
    assert answer.status_code == 422
    assert "low" in answer.context["lines"][1].errors


@pytest.mark.parametrize("total", ["", "-1", "x", "99999999999", "\0"])
def test_a_broken_count_of_lines_is_no_crash(cast, total):
    answer = send_report(cast.north_monitor, **{"casualties-TOTAL_FORMS": total})
    assert answer.status_code == 422
    assert Report.objects.count() == 0


def test_several_errors_show_at_once_with_links_to_their_fields(cast):
    page = send_report(cast.north_monitor, category="", occurred_date="?").content.decode()
    for anchor in ('href="#id_category"', 'href="#id_occurred_date"'):
        assert anchor in page


def test_an_empty_form_is_refused_field_by_field(cast):
    answer = signed_in(cast.north_monitor).post("/report/", {})
    assert answer.status_code == 422
    assert {"report_id", "mission", "category", "occurred_date"} <= set(
        answer.context["form"].errors
    )


def test_ten_megabytes_of_text_are_refused_before_they_are_read(cast):
    client = signed_in(cast.north_monitor)
    answer = client.post("/report/", typed_report(narrative="x" * 10_000_000))
    assert answer.status_code in {400, 413}
    assert Report.objects.count() == 0


def test_too_many_fields_are_refused(cast):
    many = {f"casualties-{n}-low": "1" for n in range(600)}
    answer = signed_in(cast.north_monitor).post("/report/", typed_report(**many))
    assert answer.status_code in {400, 413}


def test_broken_utf_8_is_not_stored_as_something_else(cast):
    body = "&".join(f"{k}={v}" for k, v in typed_report(narrative="%ED%A0%80").items())
    answer = signed_in(cast.north_monitor).post(
        "/report/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert "narrative" in answer.context["form"].errors


def test_an_incident_of_another_mission_cannot_be_added_to(cast):
    foreign = "019273a0-0000-7000-8000-000000000001"
    answer = send_report(cast.north_monitor, same_event_as=foreign)
    assert answer.status_code == 422
    assert "same_event_as" in answer.context["form"].errors


def test_an_ambiguous_place_is_named_with_its_choices(cast):
    from tests import factories

    factories.PlaceNameFactory(place=factories.PlaceFactory(), name="Velmura")
    answer = send_report(cast.north_monitor, place="Velmura")
    assert "Several places" in answer.context["form"].errors["place"][0]
    typed = {"place": "Velmura", "lat": "40.25", "lon": "10.25", "position_precision": "P3"}
    assert send_report(cast.north_monitor, **typed).status_code == 302
