"""Incidents over the API: pruned by role, followed by step, read without waste."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.api.incident_columns import COLUMNS
from incidents.domain.version import version_of
from incidents.models import Incident
from incidents.rules import FIELD_GROUPS, PUBLIC, READABLE, TRANSITIONS
from tests.calls import (
    API,
    act_on,
    client_of,
    faults_of,
    get,
    incident_of,
    observation,
    post,
    released,
)
from tests.people import PEOPLE

ROLE = {
    "north_monitor": "monitor",
    "south_monitor": "monitor",
    "north_duty_officer": "duty_officer",
    "south_duty_officer": "duty_officer",
    "analyst": "analyst",
    "administrator": "administrator",
    "observer": "observer",
    "stranger": PUBLIC,
    "public": PUBLIC,
}
OF_ONE_SIDE = {"exact_position", "post", "reports", "narrative", "workflow"}
CANARY = {
    "narrative": "canary-narrative",
    "occurred_from": "2021-03-04T18:43:00+04:00",
    "lat": "40.123456",
    "lon": "10.654321",
    "position_precision": "P1",
    "alleged_party": "lowlands",
}


def listed(person, **query):
    return get("incidents/", person, **query).json()["results"]


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("level", ["public", "parties", "mission"])
def test_an_incident_is_shown_to_those_whom_its_release_reaches(cast, who, level):
    incident = released(observation(cast.north_monitor), level)
    shown = level in READABLE[ROLE[who]] | READABLE[PUBLIC]
    person = cast.everybody[who]
    assert bool(listed(person)) == shown
    assert get(f"incidents/{incident.pk}/", person).status_code == (200 if shown else 404)


@pytest.mark.parametrize("who", PEOPLE)
def test_exactly_the_fields_that_the_table_grants_are_shown(cast, who):
    released(observation(cast.north_monitor, **CANARY))
    groups = {g for g, readers in FIELD_GROUPS.items() if readers & {ROLE[who], PUBLIC}}
    if who == "south_monitor":
        groups -= OF_ONE_SIDE
    expected = {c.name for c in COLUMNS if c.group in groups} | {"place_label"}
    [row] = listed(cast.everybody[who])
    assert set(row) == expected


@pytest.mark.parametrize("who", ["observer", "administrator", "stranger", "public"])
def test_nothing_exact_reaches_those_who_may_not_read_it(cast, who):
    incident = released(observation(cast.north_monitor, **CANARY))
    person = cast.everybody[who]
    answers = (get("incidents/", person), get(f"incidents/{incident.pk}/", person))
    for answer in answers:
        text = answer.content.decode()
        for secret in (".123456", ".654321", "canary-narrative", '"N-1"'):
            assert secret not in text


def test_the_public_reads_the_rounded_position(cast):
    released(observation(cast.north_monitor, **CANARY))
    [row] = listed(None)
    assert (row["public_lat"], row["public_lon"]) == (40.12, 10.65)


def test_instants_are_utc_to_the_second(cast):
    observation(cast.north_monitor, **CANARY)
    [row] = listed(cast.analyst)
    assert (row["occurred_from"], row["occurred_until"]) == ("2021-03-04T14:43:00Z", None)


def test_a_place_has_a_label_that_takes_no_side(cast):
    observation(cast.north_monitor, place="pl-village")
    [row] = listed(cast.analyst)
    assert (row["place"], row["place_label"]) == ("pl-village", "Belmora / Velmura")


def test_a_label_follows_a_changed_name(cast):
    observation(cast.north_monitor, place="pl-village")
    assert listed(cast.analyst)[0]["place_label"] == "Belmora / Velmura"
    name = cast.village.names.get(name="Velmura")
    name.name = "Zelmura"
    name.save()
    assert listed(cast.analyst)[0]["place_label"] == "Belmora / Zelmura"


def test_a_list_of_many_costs_no_more_queries_than_one_of_few(cast):
    client, counts = client_of(cast.analyst), []
    for place in ("pl-bridge", "pl-village", "pl-village"):
        observation(cast.north_monitor, place=place)
        client.get(API + "incidents/")  # labels are read once, then kept
        with CaptureQueriesContext(connection) as queries:
            client.get(API + "incidents/")
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 6


def test_the_detail_holds_its_reports_and_history_for_staff(cast):
    first = observation(cast.north_monitor)
    observation(cast.south_monitor, post="S-1", same_event_as=str(first.report.report_id))
    detail = get(f"incidents/{first.incident_id}/", cast.analyst).json()
    assert [r["post"] for r in detail["reports"]] == ["N-1", "S-1"]
    assert [h["action"] for h in detail["history"]] == [
        "incident_opened",
        "report_linked",
        "report_linked",
    ]


@pytest.mark.parametrize("who", ["observer", "public"])
def test_the_detail_holds_neither_for_others(cast, who):
    incident = released(observation(cast.north_monitor))
    detail = get(f"incidents/{incident.pk}/", cast.everybody[who]).json()
    assert not {"reports", "history", "allowed_actions"} & set(detail)


def test_the_steps_offered_are_those_of_the_table(cast):
    filed = observation(cast.north_monitor)
    detail = get(f"incidents/{filed.incident_id}/", cast.north_duty_officer).json()
    expected = {(s.target, s.reason_required) for s in TRANSITIONS if s.source == "submitted"}
    offered = {(s["to"], s["reason_required"]) for s in detail["allowed_actions"]}
    assert offered == expected


def step(filed, to, person, **more):
    return act_on(filed.incident_id, "status", {"to": to, **more}, person)


def test_a_duty_officer_takes_a_step(cast):
    filed = observation(cast.north_monitor)
    response = step(filed, "triaged", cast.south_duty_officer)
    assert (response.status_code, response.json()["status"]) == (200, "triaged")
    entry = response.json()["history"][-1]
    assert (entry["action"], entry["details"]["from"]) == ("status_set", "submitted")


@pytest.mark.parametrize(
    "who,status",
    [
        ("north_monitor", 403),
        ("analyst", 403),
        ("observer", 403),
        ("administrator", 403),
        ("stranger", 404),
        ("public", 401),
    ],
)
def test_nobody_else_does(cast, who, status):
    filed = observation(cast.north_monitor)
    assert step(filed, "triaged", cast.everybody[who]).status_code == status
    assert incident_of(filed).status == "submitted"


@pytest.mark.parametrize(
    "body,where,code",
    [
        ({}, "#/to", "required"),
        ({"to": "closed"}, "#/to", "invalid_choice"),
        ({"to": None}, "#/to", "null"),
        ({"to": 1}, "#/to", "invalid_choice"),
        ({"to": ["triaged"]}, "#/to", "invalid_choice"),
        ({"to": "verified"}, "#/to", "no_such_step"),
        ({"to": "reopened"}, "#/to", "no_such_step"),
        ({"to": "not_a_violation"}, "#/reason", "required"),
        ({"to": "not_a_violation", "reason": " \n"}, "#/reason", "required"),
        ({"to": "triaged", "reason": 5}, "#/reason", "invalid"),
        ({"to": "triaged", "reason": "x" * 2001}, "#/reason", "max_length"),
        ({"to": "triaged", "status": "x"}, "#/status", "unknown"),
    ],
)
def test_a_step_that_cannot_be_is_refused_by_name(cast, body, where, code):
    filed = observation(cast.north_monitor)
    response = act_on(filed.incident_id, "status", body, cast.north_duty_officer)
    assert (response.status_code, faults_of(response)) == (422, {where: code})
    assert incident_of(filed).status == "submitted"


@pytest.mark.parametrize("tag,status", [("", 428), ("*", 428), ('"0.x"', 412), ('"x"', 412)])
def test_a_step_says_which_version_it_was_decided_on(cast, tag, status):
    filed = observation(cast.north_monitor)
    headers = {"If-Match": tag} if tag else {}
    path, body = f"incidents/{filed.incident_id}/status/", {"to": "triaged"}
    answer = post(path, body, cast.north_duty_officer, **headers)
    assert answer.status_code == status
    assert incident_of(filed).status == "submitted"


def test_of_two_steps_decided_on_one_version_the_second_is_refused(cast):
    filed = observation(cast.north_monitor)
    path = f"incidents/{filed.incident_id}/status/"
    tag = {"If-Match": get(f"incidents/{filed.incident_id}/", cast.north_duty_officer)["ETag"]}
    triaged = post(path, {"to": "triaged"}, cast.north_duty_officer, **tag)
    closed = {"to": "out_of_mandate", "reason": "Not ours."}
    refused = post(path, closed, cast.south_duty_officer, **tag)
    assert refused.status_code == 412
    now = {"id": str(filed.incident_id), "version": version_of(incident_of(filed))}
    assert refused.json()["current"] == now
    fresh = {"If-Match": triaged["ETag"]}
    assert post(path, closed, cast.south_duty_officer, **fresh).status_code == 200


def test_the_version_is_told_only_to_those_who_may_act(cast):
    filed = observation(cast.north_monitor)
    version = version_of(incident_of(filed))
    path = f"incidents/{filed.incident_id}/"
    assert get(path, cast.south_duty_officer)["ETag"].startswith(f'"{version}.')
    assert not get(path, cast.analyst)["ETag"].startswith(f'"{version}.')


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_an_incident_is_not_written_directly(cast, method):
    filed = observation(cast.north_monitor)
    client = client_of(cast.north_duty_officer)
    response = getattr(client, method)(f"{API}incidents/{filed.incident_id}/")
    assert response.status_code == 405
    assert Incident.objects.count() == 1


def test_a_restricted_category_is_unknown_to_a_monitor(cast):
    filed = observation(cast.north_duty_officer, category="CIV-SGB")
    assert get(f"incidents/{filed.incident_id}/", cast.south_monitor).status_code == 404
    assert get(f"incidents/{filed.incident_id}/", cast.analyst).status_code == 200
