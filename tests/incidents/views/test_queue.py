"""The queue's page: for duty officers, with filters, claims, reminders and bulk steps."""

import pytest

from incidents.domain.proposal import decide_proposal
from incidents.domain.version import version_of
from incidents.models import Claim, Incident
from parties.domain.acting import actor_of
from tests.incidents.judging import concluded_with, correct, proposal_of
from tests.incidents.telling import incident_of, killed, tell
from tests.incidents.typing import signed_in
from tests.people import PEOPLE

OFFICERS = {"north_duty_officer", "south_duty_officer", "stranger"}  # the stranger's is the coast


def act(person, incident, **typed):
    return signed_in(person).post(f"/queue/{incident.pk}/?severity_min=1", typed, follow=True)


@pytest.mark.parametrize("who", PEOPLE)
def test_it_is_for_duty_officers(cast, who):
    client = signed_in(cast.everybody[who])
    page = client.get("/queue/")
    assert page.status_code == (302 if who == "public" else 200 if who in OFFICERS else 404)
    assert (b'href="/queue/"' in client.get("/incidents/").content) == (who in OFFICERS)


def test_filters_are_those_of_the_list(cast):
    tell(cast.north_monitor)
    grave = incident_of(tell(cast.north_monitor, casualties=(killed(9),)))
    page = signed_in(cast.north_duty_officer).get("/queue/", {"severity_min": grave.severity})
    assert [task["seen"].row for task in page.context["tasks"]] == [grave]
    refused = signed_in(cast.north_duty_officer).get("/queue/", {"severity_min": "high"})
    assert refused.status_code == 400


def test_a_claim_is_shown_and_a_conflict_is_no_error(cast):
    incident = incident_of(tell(cast.north_monitor))
    assert "you are on it" in act(cast.north_duty_officer, incident, do="claim").content.decode()
    page = act(cast.south_duty_officer, incident, do="claim")
    text = page.content.decode()
    assert page.redirect_chain[0][0] == f"/queue/?severity_min=1#task-{incident.pk}"
    assert "somebody is on it already (duty officer, The north)" in text
    assert cast.north_duty_officer.get_username() not in text


def test_release_assign_and_remind_answer_in_words(cast):
    incident = incident_of(tell(cast.north_monitor))
    for typed, words in (
        ({"do": "release"}, "you were not on it"),
        ({"do": "assign", "assign": "x"}, "own party"),
        ({"do": "remind", "remind": "4"}, "will remind you"),
        ({"do": "remind", "remind": "5"}, "times offered"),
    ):
        assert words in act(cast.north_duty_officer, incident, **typed).content.decode()


def test_an_act_that_does_not_exist_is_not_found(cast):
    incident = incident_of(tell(cast.north_monitor))
    assert act(cast.north_duty_officer, incident, do="close").status_code == 404
    assert act(cast.analyst, incident, do="claim").status_code == 404
    assert Claim.objects.count() == 0


def bulk(cast, address="/queue/", **typed):
    return signed_in(cast.north_duty_officer).post(address, typed)


def test_a_bulk_step_reports_for_each(cast):
    first, second = (incident_of(tell(cast.north_monitor)) for _ in range(2))
    chosen = [str(first.pk), str(second.pk), "x"]
    page = bulk(cast, to="verified", reason="Seen.", chosen=chosen)
    assert [bool(one.error) for one in page.context["outcomes"]] == [True, True]
    page = bulk(cast, to="triaged", chosen=chosen)
    assert [one.incident.status for one in page.context["outcomes"]] == ["triaged"] * 2


def test_a_bulk_step_on_an_old_queue_leaves_what_changed_alone(cast):
    incident = incident_of(tell(cast.north_monitor))
    page = signed_in(cast.north_duty_officer).get("/queue/").content.decode()
    pair = f"{incident.pk}:{version_of(incident)}"
    assert f'name="seen" value="{pair}"' in page
    bulk(cast, to="triaged", chosen=[str(incident.pk)], seen=[pair])
    again = {"to": "out_of_mandate", "reason": "So.", "chosen": [str(incident.pk)], "seen": [pair]}
    assert "Somebody changed it after you read it." in bulk(cast, **again).content.decode()
    assert Incident.objects.get(pk=incident.pk).status == "triaged"


def test_proposals_wait_in_the_queue(cast):
    _finding, report = concluded_with(cast)
    filed = correct(cast.north_monitor, report)
    page = signed_in(cast.south_duty_officer).get("/queue/").content.decode()
    assert f"/proposals/{proposal_of(filed).pk}/" in page
    officer = actor_of(cast.south_duty_officer)
    decide_proposal(proposal_of(filed), "refused", actor=officer, reason="No.")
    page = signed_in(cast.south_duty_officer).get("/queue/").content.decode()
    assert "Proposed corrections" not in page


def test_a_bulk_step_respects_the_filters(cast):
    mild = incident_of(tell(cast.north_monitor))
    grave = incident_of(tell(cast.north_monitor, casualties=(killed(9),)))
    address = f"/queue/?severity_min={grave.severity}"
    bulk(cast, address, to="triaged", chosen=[str(mild.pk)])
    assert Incident.objects.get(pk=mild.pk).status == "submitted"
    bulk(cast, address, to="triaged", every="on")
    statuses = dict(Incident.objects.values_list("pk", "status"))
    assert (statuses[mild.pk], statuses[grave.pk]) == ("submitted", "triaged")


def test_nothing_chosen_is_refused_in_words(cast):
    tell(cast.north_monitor)
    page = bulk(cast, to="triaged")
    assert page.status_code == 422
    assert b"Choose at least one incident" in page.content
