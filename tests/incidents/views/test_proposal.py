"""The page of a proposed correction: a diff, a decision with its reason, both kept."""

import pytest

from incidents.domain.version import version_of
from incidents.models import ProposalDecision
from tests.incidents.judging import concluded_with, correct, incident_of_id, proposal_of
from tests.incidents.telling import tell
from tests.incidents.typing import signed_in
from tests.people import PEOPLE


@pytest.fixture
def waiting(cast):
    finding, report = concluded_with(cast)
    return finding, report, proposal_of(correct(cast.north_monitor, report))


def page_of(person, path):
    return signed_in(person).get(path)


def decide(person, proposal, **typed):
    finding_incident = proposal.about.links.get(unlinked_at=None).incident
    said = {"outcome": "accepted", "reason": "Checked.", "seen": version_of(finding_incident)}
    return signed_in(person).post(f"/proposals/{proposal.pk}/decide/", said | typed)


@pytest.mark.parametrize("who", PEOPLE)
def test_the_staff_sees_it_and_for_others_it_is_not_there(cast, waiting, who):
    answer = page_of(cast.everybody[who], f"/proposals/{waiting[2].pk}/")
    staff = {"north_monitor", "analyst"} | {f"{side}_duty_officer" for side in ("north", "south")}
    expected = 200 if who in staff else 302 if who == "public" else 404
    assert answer.status_code == expected


def test_the_filer_learns_that_it_waits_and_may_withdraw(cast, waiting):
    proposal = waiting[2]
    receipt = page_of(cast.north_monitor, f"/report/{proposal.report.report_id}/receipt/")
    assert f"/proposals/{proposal.pk}/" in receipt.content.decode()
    page = page_of(cast.north_monitor, f"/proposals/{proposal.pk}/").content.decode()
    assert "Withdraw it" in page
    seen = version_of(waiting[0].incident)
    path = f"/proposals/{proposal.pk}/withdraw/"
    client = signed_in(cast.north_monitor)
    assert client.post(path, {"reason": "My error.", "seen": seen}).status_code == 302
    assert "My error." in client.get(f"/proposals/{proposal.pk}/").content.decode()


def test_the_incident_s_page_leads_to_it_and_marks_the_finding_when_it_is_accepted(cast, waiting):
    finding, _report, proposal = waiting
    path = f"/incidents/{finding.incident_id}/"
    before = page_of(cast.south_duty_officer, path).content.decode()
    assert "waits for a decision" in before
    assert "moved or corrected since" not in before
    assert decide(cast.south_duty_officer, proposal).status_code == 302
    after = page_of(cast.south_duty_officer, path).content.decode()
    assert "moved or corrected since" in after
    assert "Proposed correction accepted" in after
    assert "howitzer" in after


def test_a_decision_on_an_old_page_is_refused_and_what_was_typed_is_kept(cast, waiting):
    finding, report, proposal = waiting
    seen = version_of(finding.incident)
    tell(cast.south_monitor, post="S-1", same_event_as=report.report_id)
    answer = decide(cast.south_duty_officer, proposal, seen=seen, reason="I was sure.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody changed this incident after you read it." in page
    assert "I was sure." in page
    assert f'value="{version_of(finding.incident)}"' in page
    assert not ProposalDecision.objects.exists()


def test_a_decision_without_a_reason_comes_back(cast, waiting):
    answer = decide(cast.south_duty_officer, waiting[2], reason=" ")
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors


def test_who_comes_second_is_told(cast, waiting):
    decide(cast.south_duty_officer, waiting[2], outcome="refused", reason="Not so.")
    answer = decide(cast.north_duty_officer, waiting[2])
    assert answer.status_code == 422
    assert "Somebody accepted, refused or withdrew this meanwhile." in answer.content.decode()
    assert incident_of_id(waiting[0].incident).weapon == ""
