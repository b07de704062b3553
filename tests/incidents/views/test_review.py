"""Looking over a report before it is filed: a step without a script, and hints that are kept."""

import pytest

from incidents.models import Report
from tests.calls import client_of, get, observation, report_body
from tests.incidents.typing import signed_in, typed_report

FAR = {"lat": "40.85", "lon": "10.25", "means": "heard", "weapon": "mortar"}  # some 60 km
FAR |= {"position_precision": "P3"}


def send(cast, **typed):
    return signed_in(cast.north_monitor).post("/report/", typed_report(**typed))


def test_what_could_not_be_filed_is_mended_before_it_is_looked_over(cast):
    page = send(cast, step="review", occurred_date="2031-03-10")
    assert page.status_code == 422
    assert "data-error-summary" in page.content.decode()


def test_a_filer_may_look_the_report_over_before_it_is_filed(cast):
    page = send(cast, step="review", narrative="We were attacked. Heard three shots.")
    html = page.content.decode()
    assert (page.status_code, Report.objects.count()) == (200, 0)
    assert "Direct fire: small arms" in html
    assert "“attacked” says who did it" in html


def test_what_was_looked_over_is_filed_as_it_stands(cast):
    client = signed_in(cast.north_monitor)
    review = client.post("/report/", typed_report(step="review", **FAR))
    typed = dict(review.context["typed"])
    assert client.post("/report/", typed | {"step": "file"}).status_code == 302
    report = Report.objects.get()
    assert str(report.report_id) == typed["report_id"]
    assert report.narrative == "Heard three shots."


def test_what_was_looked_over_can_be_changed_with_everything_kept(cast):
    page = send(cast, step="edit", narrative="Heard four shots.")
    assert (page.status_code, Report.objects.count()) == (200, 0)
    assert "Heard four shots." in page.content.decode()
    assert "data-fresh" not in page.content.decode()


def test_a_possible_slip_is_shown_once_before_filing_and_never_refused(cast):
    page = send(cast, **FAR)
    assert "Heard from further away than this is heard" in page.content.decode()
    assert Report.objects.count() == 0
    assert send(cast, step="file", **FAR).status_code == 302


def test_hints_are_kept_with_the_report_and_shown_on_its_receipt(cast):
    answer = send(cast, step="file", **FAR)
    assert Report.objects.get().hints == ["heard_too_far"]
    page = signed_in(cast.north_monitor).get(answer["Location"]).content.decode()
    assert "Heard from further away than this is heard" in page


def test_a_plausible_report_is_filed_at_once_and_holds_no_hint(cast):
    assert send(cast, means="heard").status_code == 302
    assert Report.objects.get().hints == []


def test_the_api_answers_with_the_hints_and_files_all_the_same(cast):
    body = report_body(
        lat=40.85, lon=10.25, position_precision="P3", means="heard", weapon="mortar"
    )
    client = client_of(cast.north_monitor)
    answers = [
        client.post("/api/v1/reports/", body, content_type="application/json") for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json()["hints"] == ["heard_too_far"]
    assert answers[0].content == answers[1].content
    record = get(f"reports/{body['report_id']}/", cast.north_monitor).json()
    assert record["hints"] == ["heard_too_far"]


def test_a_patrol_that_outruns_vehicles_is_doubted(cast):
    told = {"source_kind": "own_patrol", "lat": 40.25, "lon": 10.25, "position_precision": "P3"}
    observation(cast.north_monitor, **told)
    later = told | {"lat": 40.85, "occurred_from": "2021-03-04T18:50:00+04:00"}
    assert observation(cast.north_monitor, **later).report.hints == ["moved_too_fast"]


def test_a_correction_is_not_compared_with_what_it_corrects(cast):
    told = {"source_kind": "own_patrol", "lat": 40.25, "lon": 10.25, "position_precision": "P3"}
    first = observation(cast.north_monitor, **told).report
    again = told | {"lat": 40.85, "corrects": str(first.report_id)}
    assert observation(cast.north_monitor, **again).report.hints == []


@pytest.mark.parametrize("person", ["south_duty_officer", "analyst"])
def test_another_party_reads_the_report_of_no_other_author_on_a_receipt(cast, person):
    answer = send(cast)
    page = signed_in(getattr(cast, person)).get(answer["Location"])
    assert page.status_code == 404
