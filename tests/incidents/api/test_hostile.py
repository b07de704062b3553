"""Hostile bodies: every field of a report, every sort of wrong value; nothing is ever stored."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.content import CasualtyContent, ReportContent
from incidents.models import Casualty, Duty, Incident, JournalEntry, Report, SameEventLink
from tests.calls import faults_of, post, report_body
from tests.factories import PostFactory

NAMES = [row.name for row in fields(ReportContent)]
LINE_NAMES = [row.name for row in fields(CasualtyContent)]
TABLES = (Report, Incident, Casualty, SameEventLink, JournalEntry, Duty)
NUMBERS = {"count_low", "count_high", "posts_watching", "range_from_m", "range_to_m"}
DEGREES = {"lat", "lon", "bearing", "bearing_spread"}
NULLABLE = {"occurred_until", "same_event_as", "corrects"} | NUMBERS | DEGREES
# Wrong for a field of any type.
WRONG = {
    "true": True,
    "object": {"a": 1},
    "empty object": {},
    "list": [1],
    "nested": [[[]]],
    "fraction": 1.5,
    "negative": -1,
    "too long": "x" * 20_001,
    "formula": "=1+1",
    "letters": "91N",
    "huge": 2**53 - 1,
}
RIGHT_AFTER_ALL = {
    ("bearing", "fraction"),
    ("bearing_spread", "fraction"),
    *((name, "formula") for name in NAMES if name.endswith("_text") or name == "narrative"),
    *((name, "letters") for name in NAMES if name.endswith("_text") or name == "narrative"),
    *((name, wrong) for name in ("source_label", "external_id", "language")
      for wrong in ("formula", "letters")),
}  # fmt: skip


def stored():
    return [table.objects.count() for table in TABLES]


@pytest.fixture
def refused(cast):
    """File a body that must be refused; give what the problem names."""

    def send(body):
        response = post("reports/", body, cast.north_monitor)
        assert 400 <= response.status_code < 500, (response.status_code, response.content)
        assert stored() == [0] * len(TABLES)
        return faults_of(response)

    return send


@pytest.mark.parametrize("name", NAMES)
def test_a_field_refuses_every_wrong_value_by_name(refused, name):
    for kind, value in WRONG.items():
        if (name, kind) in RIGHT_AFTER_ALL:
            continue
        where = set(refused(report_body(**{name: value})))
        assert any(w.startswith(f"#/{name}") for w in where) or related(name, where), (kind, where)


def related(name, where):
    """A value that could be right makes another field wrong: a lat without lon, a lone count."""
    partners = {
        "lat": {"#/lon", "#/position_precision"},
        "lon": {"#/lat", "#/position_precision"},
        "count_low": {"#/count_unit", "#/count_qualifier"},
        "count_high": {"#/count_low"},
    }
    return bool(partners.get(name, set()) & where)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_refuses_null_unless_it_may_be_unknown(cast, name):
    response = post("reports/", report_body(**{name: None}), cast.north_monitor)
    if name in NULLABLE:
        assert response.status_code == 201
    else:
        assert (response.status_code, list(faults_of(response))) == (422, [f"#/{name}"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text,code", [("a\0b", "nul"), ("\ud800", "lone_surrogate"), ("a\udfffb", "lone_surrogate")]
)
def test_a_field_refuses_what_is_no_text(refused, name, text, code):
    assert refused(report_body(**{name: text})) == {f"#/{name}": code}


@pytest.mark.parametrize("name", LINE_NAMES)
def test_a_field_of_a_casualty_line_refuses_every_wrong_value_by_name(refused, name):
    for kind, value in WRONG.items():
        if name == "side_text" and kind in ("formula", "letters"):
            continue
        line = {"outcome": "killed", name: value}
        assert list(refused(report_body(casualties=[line]))) == [f"#/casualties/0/{name}"], kind


@pytest.mark.parametrize(
    "lines,where",
    [
        ({}, "#/casualties"),
        ("killed", "#/casualties"),
        (None, "#/casualties"),
        ([1], "#/casualties/0"),
        ([{"outcome": "killed"}, None], "#/casualties/1"),
        ([{}], "#/casualties/0/outcome"),
        ([{"outcome": "killed", "age": 1}], "#/casualties/0/age"),
        ([{"outcome": "killed", "low": 3, "high": 2}], "#/casualties/0/low"),
        ([{"outcome": "killed", "side": "nobody"}], "#/casualties/0/side"),
        ([{"outcome": "killed"}] * 51, "#/casualties"),
    ],
)
def test_casualty_lines_that_cannot_be_are_refused_by_name(refused, lines, where):
    assert list(refused(report_body(casualties=lines))) == [where]


@pytest.mark.parametrize(
    "said,where",
    [
        # places on earth
        ({"lat": 91, "lon": 10.5, "position_precision": "P2"}, "#/lat"),
        ({"lat": -90.000001, "lon": 10.5, "position_precision": "P2"}, "#/lat"),
        ({"lat": 40.5, "lon": 181, "position_precision": "P2"}, "#/lon"),
        ({"lat": "91N", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "40,5", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "4e1", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "4_0", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "٤٠", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "NaN", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "Infinity", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": "", "lon": "10.5", "position_precision": "P2"}, "#/lat"),
        ({"lat": 10.5, "lon": 40.5, "position_precision": "P2"}, "#/lat"),
        ({"lat": 40.5, "position_precision": "P2"}, "#/lon"),
        ({"lat": 40.5, "lon": 10.5}, "#/position_precision"),
        # times
        ({"occurred_from": "0001-01-01T00:00:00Z"}, "#/occurred_from"),
        ({"occurred_from": "0001-01-01T00:00:00+14:00"}, "#/occurred_from"),
        ({"occurred_from": "1899-12-31T23:59:59Z"}, "#/occurred_from"),
        ({"occurred_from": "9999-12-31T23:59:59Z"}, "#/occurred_from"),
        ({"occurred_from": "9999-12-31T23:59:59-14:00"}, "#/occurred_from"),
        ({"occurred_from": "10000-01-01T00:00:00Z"}, "#/occurred_from"),
        ({"occurred_from": "-0001-01-01T00:00:00Z"}, "#/occurred_from"),
        ({"occurred_from": "2021-02-29T00:00:00Z"}, "#/occurred_from"),
        ({"occurred_from": "2021-03-04T24:00:01Z"}, "#/occurred_from"),
        ({"occurred_from": "2021-03-04T18:40:00"}, "#/occurred_from"),
        ({"occurred_from": "2021-03-04"}, "#/occurred_from"),
        ({"occurred_from": "yesterday"}, "#/occurred_from"),
        ({"occurred_from": 1_614_868_800}, "#/occurred_from"),
        ({"occurred_from": ""}, "#/occurred_from"),
        ({"occurred_until": "2021-03-04T00:00:00Z"}, "#/occurred_until"),
        # counts
        ({"count_low": "5"}, "#/count_low"),
        ({"count_low": 5.0}, "#/count_low"),
        ({"count_low": 1_000_001}, "#/count_low"),
        ({"count_low": 5}, "#/count_unit"),
        ({"count_low": 5, "count_unit": "shot"}, "#/count_qualifier"),
        ({"count_high": 5}, "#/count_high"),
        # references
        ({"mission": "nowhere"}, "#/mission"),
        ({"mission": ""}, "#/mission"),
        ({"post": "C-1"}, "#/post"),
        ({"post": "nowhere"}, "#/post"),
        ({"place": "nowhere"}, "#/place"),
        ({"alleged_party": "nobody"}, "#/alleged_party"),
        ({"corrects": "0192f7c0-0000-7000-8000-000000000001"}, "#/corrects"),
        ({"same_event_as": "0192f7c0-0000-7000-8000-000000000001"}, "#/same_event_as"),
        ({"report_id": "0192f7c0000070008000000000000001"}, "#/report_id"),
        ({"report_id": "{0192f7c0-0000-7000-8000-000000000001}"}, "#/report_id"),
        ({"report_id": "urn:uuid:0192f7c0-0000-7000-8000-000000000001"}, "#/report_id"),
        ({"report_id": 5}, "#/report_id"),
        # what is not for the client to say
        ({"author": 1}, "#/author"),
        ({"received_at": "2021-03-04T18:40:00Z"}, "#/received_at"),
        ({"reference": "X"}, "#/reference"),
        ({"is_variant": False}, "#/is_variant"),
        ({"__proto__": {}}, "#/__proto__"),
        ({"": 1}, "#/"),
    ],
    ids=str,
)
def test_a_value_that_cannot_be_is_refused_by_name(refused, said, where):
    assert where in refused(report_body(**said))


def test_a_future_time_is_refused(refused):
    soon = timezone.now() + timedelta(hours=1)
    assert refused(report_body(occurred_from=soon.isoformat())) == {"#/occurred_from": "future"}


def test_a_post_of_another_mission_is_refused_even_with_the_same_code(cast, refused):
    PostFactory(mission=cast.other_mission, code="N-9")
    assert refused(report_body(post="N-9")) == {"#/post": "unknown"}


def test_every_fault_is_named_at_once(refused):
    body = report_body(lat="x", kind="y", count_low="z", narrative=1, foo=1)
    assert set(refused(body)) == {"#/lat", "#/kind", "#/count_low", "#/narrative", "#/foo"}


def test_what_is_missing_is_named(refused):
    assert refused({}) == {"#/report_id": "required", "#/mission": "required"}
