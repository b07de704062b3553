"""Findings over the API: the same gate, the same table, and never on a version not seen."""

import hashlib

import pytest

from incidents.domain.version import version_of
from incidents.models import Finding, SignOff
from tests.calls import API, client_of, faults_of, get, post
from tests.incidents.judging import (
    adopted,
    as_is,
    drafted,
    naming,
    officer_of,
    opened,
    published,
    say,
    sent,
    settled,
    step,
)

pytestmark = pytest.mark.django_db

BODY = {"text": "The mission verified three shots."}
NAMED = BODY | {
    "attribution": "attributed",
    "sides": [{"party": "lowlands"}],
    "confidence": "high",
    "basis": ["direct_observation"],
    "grounds": "Two posts saw it.",
    "breaches": [{"provision": "TR-1", "note": "Fire."}],
}


def tag(finding, person):
    return get(f"findings/{finding.pk}/", person).headers["ETag"]


def act(finding, what, body, person, match=None):
    headers = {"If-Match": match or tag(finding, person)}
    return post(f"findings/{finding.pk}/{what}/", body, person, **headers)


def draft(incident, body, person):
    """Draft on the incident as it is read."""
    match = get(f"incidents/{incident.pk}/", person).headers.get("ETag", '"unread"')
    body = body | {"incident": str(incident.pk)}
    return post("findings/", body, person, **{"If-Match": match})


def public(finding):
    finding.incident.release = "public"
    finding.incident.save()
    return finding


def test_an_officer_drafts_a_finding(cast):
    incident = settled(cast)
    answer = draft(incident, NAMED, cast.north_duty_officer)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["version"], told["status"]) == (1, "finding_draft")
    assert told["sides"] == [{"party": "lowlands", "responsibility": "initiator"}]
    assert told["breaches"] == [{"provision": "TR-1", "note": "Fire."}]
    assert hashlib.sha256(told["snapshot"].encode()).hexdigest() == told["snapshot_hash"]


@pytest.mark.parametrize(
    "status,more,faults",
    [
        ("inconclusive", {}, {"#/attribution": "not_verified"}),
        ("verified", {"grounds": ""}, {"#/grounds": "required"}),
        ("verified", {"confidence": ""}, {"#/confidence": "required"}),
        ("verified", {"basis": []}, {"#/basis": "required"}),
        ("verified", {"sides": []}, {"#/sides": "sides"}),
        ("verified", {"guilty": "yes"}, {"#/guilty": "unknown"}),
        ("verified", {"sides": [{"party": 1}]}, {"#/sides/0/party": "invalid"}),
        ("submitted", {}, {"#/action": "no_such_step"}),
    ],
)
def test_the_api_hits_the_same_gate(cast, status, more, faults):
    incident = settled(cast, status)
    answer = draft(incident, NAMED | more, cast.north_duty_officer)
    assert (answer.status_code, faults_of(answer)) == (422, faults)
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    "name,status",
    [("north_monitor", 403), ("analyst", 403), ("observer", 403), ("public", 401)],
)
def test_nobody_else_drafts(cast, name, status):
    body = BODY | {"incident": str(settled(cast).pk)}
    assert post("findings/", body, cast.everybody[name]).status_code == status


def test_a_stranger_finds_no_incident_to_draft_on(cast):
    body = BODY | {"incident": str(settled(cast).pk)}
    assert post("findings/", body, cast.stranger).status_code == 404


def test_the_steps_offered_are_those_of_the_table(cast):
    made = drafted(cast)
    told = get(f"findings/{made.pk}/", cast.north_duty_officer).json()
    assert {(s["action"], s["to"]) for s in told["allowed_actions"]} == {
        ("send_to_parties", "with_parties"),
        ("amend", "finding_draft"),
    }
    assert get(f"findings/{made.pk}/", cast.analyst).json()["allowed_actions"] == []


def test_a_step_is_taken_on_what_was_read(cast):
    made = drafted(cast)
    answer = act(made, "step", {"action": "send_to_parties"}, cast.north_duty_officer)
    assert (answer.status_code, answer.json()["status"]) == (200, "with_parties")


@pytest.mark.parametrize(
    "what,body",
    [
        ("step", {"action": "send_to_parties"}),
        ("amend", BODY | {"reason": "New."}),
        ("sign-off", {"decision": "approve"}),
    ],
)
def test_without_if_match_nothing_moves_and_a_stale_one_fails(cast, what, body):
    made = opened(cast) if what == "sign-off" else drafted(cast)
    officer = cast.north_duty_officer
    stale = f'"{"0" * 64}.{made.status}.x"'
    other_state = f'"{made.snapshot_hash}.published.x"'
    assert post(f"findings/{made.pk}/{what}/", body, officer).status_code == 428
    assert act(made, what, body, officer, "*").status_code == 428
    for match in (stale, other_state, '"nonsense"', "."):
        stale = act(made, what, body, officer, match)
        assert stale.status_code == 412
        now = {"id": str(made.pk), "version": f"{made.snapshot_hash}.{made.status}"}
        assert stale.json()["current"] == now
    assert as_is(made).status == made.status
    assert not SignOff.objects.exists()


def test_an_etag_of_before_an_amendment_signs_nothing(cast):
    made = opened(cast)
    before = tag(made, cast.south_duty_officer)
    amended = act(made, "amend", BODY | {"reason": "New."}, cast.north_duty_officer)
    assert (amended.status_code, amended.json()["version"]) == (201, 2)
    answer = act(made, "sign-off", {"decision": "approve"}, cast.south_duty_officer, before)
    assert answer.status_code == 412


def test_both_parties_sign_what_they_read_though_one_signed_meanwhile(cast):
    made = opened(cast)
    before = tag(made, cast.south_duty_officer)
    act(made, "sign-off", {"decision": "approve"}, cast.north_duty_officer)
    assert tag(made, cast.south_duty_officer) != before
    answer = act(made, "sign-off", {"decision": "approve"}, cast.south_duty_officer, before)
    told = answer.json()
    assert (answer.status_code, told["status"], told["established"]) == (200, "adopted", True)
    assert [(s["party"], s["decision"]) for s in told["sign_offs"]] == [
        ("north", "approve"),
        ("south", "approve"),
    ]


def test_signing_twice_is_refused(cast):
    made = opened(cast)
    act(made, "sign-off", {"decision": "approve"}, cast.north_duty_officer)
    again = act(made, "sign-off", {"decision": "dissent", "text": "No."}, cast.north_duty_officer)
    assert faults_of(again) == {"#/party": "not_called"}


@pytest.mark.parametrize(
    "body,faults",
    [
        ({}, {"#/decision": "required"}),
        ({"decision": "no_reply"}, {"#/decision": "invalid_choice"}),
        ({"decision": "dissent"}, {"#/text": "required"}),
        ({"decision": "approve", "for": "south"}, {"#/for": "unknown"}),
    ],
)
def test_a_decision_that_cannot_be_is_refused_by_name(cast, body, faults):
    answer = act(opened(cast), "sign-off", body, cast.north_duty_officer)
    assert (answer.status_code, faults_of(answer)) == (422, faults)


def test_a_notified_party_replies(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    made = sent(cast, naming())
    answer = act(made, "reply", {"text": "It was not us."}, lowlander)
    [notice] = answer.json()["notices"]
    assert (notice["party"], notice["reply"]) == ("lowlands", "It was not us.")


def test_a_reply_answers_the_version_that_was_read(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    made = sent(cast, naming())
    before, body = tag(made, lowlander), {"text": "It was not us."}
    assert post(f"findings/{made.pk}/reply/", body, lowlander).status_code == 428
    other = f'"{"0" * 64}.with_parties.x"'
    assert act(made, "reply", body, lowlander, other).status_code == 412
    step(made, "open_sign_off", cast.north_duty_officer)
    assert act(made, "reply", body, lowlander, before).status_code == 200


def test_a_reply_to_a_version_that_was_amended_meanwhile_is_told_so(cast):
    lowlander = officer_of(cast.lowlands, cast.mission, "observer")
    made = sent(cast, naming())
    before = tag(made, lowlander)
    act(made, "amend", BODY | {"reason": "New."}, cast.north_duty_officer)
    answer = act(made, "reply", {"text": "It was not us."}, lowlander, before)
    assert answer.status_code == 412
    assert answer.json()["current"]["version"] == f"{made.snapshot_hash}.superseded"


@pytest.mark.parametrize("match,status", [("", 428), ("*", 428), ('"0.x"', 412), ('"x"', 412)])
def test_a_draft_rests_on_the_incident_that_was_read(cast, match, status):
    incident = settled(cast)
    body = BODY | {"incident": str(incident.pk)}
    answer = post("findings/", body, cast.north_duty_officer, **{"If-Match": match})
    assert answer.status_code == status
    now = {"id": str(incident.pk), "version": version_of(incident)}
    assert answer.json().get("current") == (now if status == 412 else None)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("state", [drafted, sent, opened, adopted])
@pytest.mark.parametrize("name", ["north_monitor", "administrator", "stranger", "public"])
def test_what_is_not_published_does_not_exist_for_others(cast, state, name):
    made = public(state(cast, naming()))
    person = cast.everybody[name]
    assert get(f"findings/{made.pk}/", person).status_code == 404
    assert get("findings/", person).json()["results"] == []


def test_what_is_published_is_read_by_all_and_names_no_person(cast):
    made = public(published(cast, naming()))
    for person in cast.everybody.values():
        answer = get(f"findings/{made.pk}/", person)
        assert answer.json()["attribution"] == "attributed"
        assert b"duty" not in answer.content


def test_both_totals_stand_together(cast):
    public(published(cast, naming()))
    [row] = get("findings/totals/ridge/").json()
    assert row == {"party": "lowlands", "alleged": 0, "ruled": 1}
    assert get("findings/totals/nowhere/").status_code == 404


def test_findings_are_listed_and_filtered(cast):
    first, second = drafted(cast), opened(cast)
    say(second, cast.north_duty_officer)

    def ids(**query):
        rows = get("findings/", cast.analyst, **query).json()["results"]
        return {row["id"] for row in rows}

    assert ids(mission="ridge") == {str(first.pk), str(second.pk)}
    assert ids(status="sign_off") == {str(second.pk)}
    assert ids(incident=str(first.incident_id)) == {str(first.pk)}
    assert ids(mission="coast") == set()


def test_many_findings_cost_no_more_queries_than_few(cast, django_assert_max_num_queries):
    for _ in range(3):
        opened(cast)
    client = client_of(cast.analyst)
    with django_assert_max_num_queries(14):
        assert len(client.get(API + "findings/").json()["results"]) == 3
