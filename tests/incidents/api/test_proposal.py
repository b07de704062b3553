"""Proposed corrections over the API: read by the staff, decided on the version that was read."""

import pytest

from incidents.models import ProposalDecision, Report
from tests.calls import faults_of, get, post
from tests.incidents.judging import concluded_with, correct, incident_of_id, proposal_of
from tests.incidents.telling import claim, content
from tests.people import PEOPLE

STAFF = {
    *("north_monitor", "north_duty_officer", "south_duty_officer", "analyst"),
}
ACCEPT = {"outcome": "accepted", "reason": "Checked."}


@pytest.fixture
def waiting(cast):
    finding, report = concluded_with(cast)
    return finding, report, proposal_of(correct(cast.north_monitor, report))


def act(proposal, deed, body, person, tag=None):
    path = f"proposals/{proposal.pk}/"
    tag = tag or get(path, person).headers.get("ETag", '"unread"')
    return post(f"{path}{deed}/", body, person, **{"If-Match": tag})


@pytest.mark.parametrize("who", PEOPLE)
def test_the_staff_reads_what_is_proposed_and_nobody_else(cast, waiting, who):
    person, proposal = cast.everybody[who], waiting[2]
    listed = get("proposals/", person).json()["results"]
    status = get(f"proposals/{proposal.pk}/", person).status_code
    assert (len(listed), status) == ((1, 200) if who in STAFF else (0, 404))


def test_it_tells_what_would_change(cast, waiting):
    finding, report, proposal = waiting
    told = get(f"proposals/{proposal.pk}/", cast.south_duty_officer).json()
    assert told["incident"] == str(finding.incident_id)
    assert told["about"] == str(report.report_id)
    assert told["changes"] == [{"field": "weapon", "before": None, "after": "howitzer"}]
    assert (told["outcome"], told["allowed_actions"]) == (None, ["decide"])


def test_an_officer_accepts_and_the_incident_follows(cast, waiting):
    finding, _report, proposal = waiting
    answer = act(proposal, "decide", ACCEPT, cast.south_duty_officer)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "accepted")
    told = get(f"incidents/{finding.incident_id}/", cast.south_duty_officer).json()
    assert (told["weapon"], told["status"]) == ("howitzer", "reopened")
    public = get(f"findings/{finding.pk}/", cast.south_duty_officer).json()
    assert (public["status"], public["evidence_changed"]) == ("published", True)


def test_its_author_withdraws_it(cast, waiting):
    proposal = waiting[2]
    body = {"reason": "My error."}
    assert act(proposal, "withdraw", body, cast.south_monitor).status_code == 404
    assert act(proposal, "withdraw", body, cast.south_duty_officer).status_code == 403
    answer = act(proposal, "withdraw", body, cast.north_monitor)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "withdrawn")


@pytest.mark.parametrize("who", sorted(set(PEOPLE) - {"north_duty_officer", "south_duty_officer"}))
def test_nobody_else_decides(cast, waiting, who):
    answer = act(waiting[2], "decide", ACCEPT, cast.everybody[who])
    expected = {"public": 401, "stranger": 404}.get(who, 403)
    assert answer.status_code == expected
    assert not ProposalDecision.objects.exists()


@pytest.mark.parametrize("deed", ["decide", "withdraw"])
@pytest.mark.parametrize("tag,status", [("", 428), ("*", 428), ('"0.x"', 412)])
def test_who_has_not_read_what_is_there_decides_nothing(cast, waiting, deed, tag, status):
    body = ACCEPT if deed == "decide" else {"reason": "So."}
    person = cast.south_duty_officer if deed == "decide" else cast.north_monitor
    headers = {"If-Match": tag} if tag else {}
    answer = post(f"proposals/{waiting[2].pk}/{deed}/", body, person, **headers)
    assert answer.status_code == status
    assert not ProposalDecision.objects.exists()


def test_a_second_decision_is_refused_by_name(cast, waiting):
    finding, _report, proposal = waiting
    refuse = {"outcome": "refused", "reason": "No."}
    act(proposal, "decide", refuse, cast.south_duty_officer)
    again = act(proposal, "decide", ACCEPT, cast.north_duty_officer)
    assert faults_of(again) == {"#/outcome": "decided"}
    assert incident_of_id(finding.incident).weapon == ""


@pytest.mark.parametrize(
    "body,where",
    [
        ({"outcome": "accepted"}, "#/reason"),
        ({"outcome": "withdrawn", "reason": "So."}, "#/outcome"),
        ({"reason": "So."}, "#/outcome"),
        ({"outcome": "accepted", "reason": "x" * 2001}, "#/reason"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_by_name(cast, waiting, body, where):
    assert list(faults_of(act(waiting[2], "decide", body, cast.south_duty_officer))) == [where]


@pytest.mark.parametrize("name", ["0", "x", "99999999999999999999", "٣"])
def test_an_unknown_proposal_is_not_there(cast, name):
    assert get(f"proposals/{name}/", cast.south_duty_officer).status_code == 404


def test_they_are_filtered(cast, waiting):
    person = cast.analyst
    assert len(get("proposals/", person, waiting="true").json()["results"]) == 1
    assert get("proposals/", person, waiting="false").json()["results"] == []
    act(waiting[2], "decide", ACCEPT, cast.south_duty_officer)
    assert len(get("proposals/", person, outcome="accepted").json()["results"]) == 1


def test_a_published_source_s_correction_is_public_when_it_is_accepted(cast):
    """What waits is for the staff, even if a source has published it."""
    from incidents.domain.filing import file_report

    finding, report = concluded_with(cast)
    told = claim(same_event_as=report.report_id)
    first = file_report(told, author=None).report
    again = claim(corrects=first.report_id, weapon="howitzer")
    filed = file_report(again, author=None)
    assert filed.outcome == "proposed"
    path = f"reports/{filed.report.report_id}/"
    assert [get(path, who).status_code for who in (None, cast.observer, cast.analyst)] == [
        404,
        404,
        200,
    ]
    act(proposal_of(filed), "decide", ACCEPT, cast.south_duty_officer)
    assert get(path).status_code == 200
    assert Report.objects.count() == 3
    assert content().mission == finding.mission.code
