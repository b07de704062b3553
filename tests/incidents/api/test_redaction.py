"""Redactions over the API: proposed, consented to, declined, and refused by name."""

import pytest

from incidents.models import Redaction, Report
from tests.calls import faults_of, get, observation, post

CANARY = "Anna of the mill"


@pytest.fixture
def filed(cast):
    return observation(cast.north_monitor, narrative=f"{CANARY} saw it.")


def propose(filed, person, **body):
    said = {
        "report": str(filed.report.report_id),
        "redact": ["narrative"],
        "reason": "a witness is in danger",
    }
    return post("redactions/", said | body, person)


def test_one_party_proposes_and_another_consents(cast, filed):
    asked = propose(filed, cast.north_duty_officer)
    assert (asked.status_code, asked.json()["consented"]) == (201, None)
    done = post(f"redactions/{asked.json()['id']}/consent/", {}, cast.south_duty_officer).json()
    assert (done["proposed_for"], done["answered_for"], done["consented"]) == (
        *("north", "south"),
        True,
    )
    assert Report.objects.get().narrative == ""
    listed = get("redactions/", cast.south_duty_officer).json()["results"]
    assert [one["fields"] for one in listed] == [["narrative"]]


def test_one_party_alone_destroys_nothing(cast, filed):
    made = propose(filed, cast.north_duty_officer).json()
    answer = post(f"redactions/{made['id']}/consent/", {}, cast.north_duty_officer)
    assert faults_of(answer) == {"#/redaction": "same_person"}
    assert CANARY in Report.objects.get().narrative


def test_declining_needs_a_reason(cast, filed):
    made = propose(filed, cast.north_duty_officer).json()
    address = f"redactions/{made['id']}/decline/"
    assert post(address, {}, cast.south_duty_officer).status_code == 422
    said = {"reason": "it is evidence"}
    assert post(address, said, cast.south_duty_officer).json()["consented"] is False


@pytest.mark.parametrize(
    "body, faults",
    [
        ({"redact": ["category"]}, {"#/redact": "invalid_choice"}),
        ({"redact": ["weapon_text"]}, {"#/redact": "empty"}),
        ({"redact": []}, {"#/redact": "empty"}),
        ({"redact": [1]}, {"#/redact/0": "invalid"}),
        ({"redact": "narrative"}, {"#/redact": "not_a_list"}),
        ({"reason": ""}, {"#/reason": "blank"}),
        ({"report": "x"}, {"#/report": "invalid"}),
        ({"who": "me"}, {"#/who": "unknown"}),
    ],
    ids=["code", "empty", "nothing", "number", "text", "no reason", "no id", "unknown"],
)
def test_bad_proposals_are_refused_by_name(cast, filed, body, faults):
    assert faults_of(propose(filed, cast.north_duty_officer, **body)) == faults
    assert not Redaction.objects.exists()


@pytest.mark.parametrize(
    "who, status",
    [("public", 401), ("north_monitor", 403), ("analyst", 403), ("administrator", 403)],
)
def test_nobody_else_proposes(cast, filed, who, status):
    assert propose(filed, getattr(cast, who)).status_code == status


def test_another_missions_redaction_is_not_there(cast, filed):
    made = propose(filed, cast.north_duty_officer).json()
    address = f"redactions/{made['id']}/consent/"
    assert post(address, {}, cast.stranger).status_code in (403, 404)
    assert post("redactions/999999/consent/", {}, cast.south_duty_officer).status_code == 404
    assert get("redactions/", cast.analyst).json()["results"] == []
