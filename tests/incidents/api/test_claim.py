"""Claims over the API: taken, shown, released."""

from incidents.domain.linking import move_status
from tests.calls import faults_of, incident_of, observation, post


def claim(filed, person, **body):
    return post(f"incidents/{filed.incident_id}/claim/", body, person)


def test_somebody_else_is_shown_and_is_no_error(cast):
    filed = observation(cast.north_monitor)
    assert claim(filed, cast.north_duty_officer).json()["claimed"]
    answer = claim(filed, cast.south_duty_officer)
    assert (answer.status_code, answer.json()["claimed"]) == (200, False)
    assert answer.json()["who"]["appointments"] == [{"role": "duty_officer", "party": "north"}]


def test_a_released_incident_is_free(cast):
    filed = observation(cast.north_monitor)
    claim(filed, cast.north_duty_officer)
    released = claim(filed, cast.north_duty_officer, release=True).json()
    assert released == {"claimed": False, "who": None, "until": None}
    assert claim(filed, cast.south_duty_officer).json()["claimed"]


def test_a_closed_incident_is_claimed_by_nobody(cast):
    filed = observation(cast.north_monitor)
    move_status(incident_of(filed), "not_a_violation", filed.report.received_at)
    assert faults_of(claim(filed, cast.north_duty_officer)) == {"#/incident": "closed"}


def test_nobody_else_claims(cast):
    filed = observation(cast.north_monitor)
    assert claim(filed, cast.analyst).status_code == 403
    assert claim(filed, cast.stranger).status_code == 404
    assert claim(filed, cast.public).status_code == 401


def test_what_is_no_claim_is_refused_by_name(cast):
    filed = observation(cast.north_monitor)
    assert faults_of(claim(filed, cast.north_duty_officer, release=1)) == {"#/release": "invalid"}
