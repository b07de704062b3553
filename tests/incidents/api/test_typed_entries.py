"""Positions and times as people type them, over the API."""

import pytest

from incidents.models import Report
from tests.calls import get, post, report_body
from tests.incidents.hostile import TEXTS

HOSTILE = ("NUL", "a million digits", "lone surrogate", "1e400", "far year", "huge distance")
TYPED = {"position_text": "N-1 045° 2-5 km", "time_text": "101430DNOV20"}


def body(**said):
    typed = report_body(**said)
    del typed["occurred_from"]
    return typed


def test_typed_entries_are_read_and_kept_as_typed(cast):
    filed = post("reports/", body(**TYPED), cast.north_monitor)
    assert filed.status_code == 201, filed.content
    report = Report.objects.get()
    assert (report.position_text, report.occurred_text) == tuple(TYPED.values())
    assert report.occurred_from.isoformat() == "2020-11-10T10:30:00+00:00"
    assert (report.bearing, report.position_precision) == (45, "P5")


def test_sending_them_again_gives_the_same_receipt(cast):
    typed = body(position_text="Velmura", time_text="20 minutes ago")
    first, again = (post("reports/", typed, cast.north_monitor) for _time in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.content == again.content


def test_what_is_not_understood_is_named_by_field(cast):
    answer = post("reports/", body(position_text="91N 10E", time_text="25:61"), cast.north_monitor)
    assert answer.status_code == 422
    pointers = {error["pointer"]: error["code"] for error in answer.json()["errors"]}
    assert pointers == {"#/position_text": "lat_range", "#/time_text": "clock"}
    assert not Report.objects.exists()


def test_the_typed_position_is_for_those_who_read_positions(cast):
    filed = post("reports/", body(**TYPED), cast.north_monitor).json()
    path = f"reports/{filed['report_id']}/"
    assert get(path, cast.north_duty_officer).json()["position_text"] == TYPED["position_text"]
    assert get(path, cast.public).status_code == 404


@pytest.mark.parametrize("field", ["position_text", "time_text"])
def test_no_hostile_text_is_an_error_of_ours(cast, field):
    answers = {}
    for name in HOSTILE:
        said = {"time_text": "11:00", field: TEXTS[name]}
        answers[name] = post("reports/", body(**said), cast.north_monitor).status_code
    assert set(answers.values()) <= {201, 400, 422}
