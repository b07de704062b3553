"""Filing over the API: once, however often it is sent, and nothing by half."""

import json

import pytest

from incidents.api.report_columns import COLUMNS
from incidents.ledger.uuid7 import uuid7
from incidents.models import Incident, JournalEntry, Report
from tests.calls import (
    API,
    act_on,
    client_of,
    faults_of,
    get,
    observation,
    post,
    released,
    report_body,
)

PUBLISHED = {
    "kind": "allegation",
    "source_kind": "media",
    "source_url": "https://example.org/1",
    "narrative": "As printed.",
}
WITH_LOSSES = [{"outcome": "killed", "low": 1}, {"outcome": "injured", "best": 0, "side": "north"}]


def test_a_report_is_filed_and_acknowledged(cast):
    body = report_body(casualties=WITH_LOSSES, lat=40.5, lon="10.500001", position_precision="P2")
    response = post("reports/", body, cast.north_monitor)
    assert response.status_code == 201, response.content
    receipt = response.json()
    assert receipt["report_id"] == body["report_id"]
    assert receipt["reference"].startswith("RIDGE-")


def test_a_report_is_found_at_its_location(cast):
    body = report_body()
    filed = post("reports/", body, cast.north_monitor)
    read = client_of(cast.north_monitor).get(filed.headers["Location"]).json()
    assert read["report_id"] == body["report_id"]
    assert read["content_hash"] == filed.json()["content_hash"]


def test_a_replay_gives_the_same_bytes_and_stores_nothing(cast):
    body = report_body(casualties=WITH_LOSSES)
    first = post("reports/", body, cast.north_monitor)
    entries = JournalEntry.objects.count()
    again = post("reports/", dict(reversed(body.items())), cast.north_monitor)
    assert (again.status_code, again.content) == (200, first.content)
    assert (Report.objects.count(), JournalEntry.objects.count()) == (1, entries)


def test_other_content_under_the_same_id_is_kept_as_a_variant(cast):
    body = report_body()
    first = post("reports/", body, cast.north_monitor)
    other = post("reports/", body | {"narrative": "Two."}, cast.north_monitor)
    assert (other.status_code, other.json()["variant"]) == (202, True)
    hashes = [
        client_of(cast.north_monitor).get(r.headers["Location"]).json()["content_hash"]
        for r in (first, other)
    ]
    assert hashes == [first.json()["content_hash"], other.json()["content_hash"]]


@pytest.mark.parametrize("spelling", ['"{}"', "{}"])
def test_an_idempotency_key_is_the_reports_id(cast, spelling):
    body = report_body()
    key = {"Idempotency-Key": spelling.format(body["report_id"])}
    assert post("reports/", body, cast.north_monitor, **key).status_code == 201


@pytest.mark.parametrize("key", ['""', '"x"', '"0192f7c0-0000-7000-8000-000000000001"'])
def test_another_idempotency_key_is_refused(cast, key):
    response = post("reports/", report_body(), cast.north_monitor, **{"Idempotency-Key": key})
    assert response.json()["type"].endswith("/idempotency-mismatch/")
    assert (response.status_code, Report.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    "who,status",
    [
        ("north_monitor", 201),
        ("south_monitor", 422),
        ("north_duty_officer", 201),
        ("analyst", 403),
        ("administrator", 403),
        ("observer", 403),
        ("stranger", 403),
        ("public", 401),
    ],
)
def test_only_those_whom_the_table_names_may_file(cast, who, status):
    response = post("reports/", report_body(), cast.everybody[who])
    assert response.status_code == status
    assert Report.objects.exists() == (status == 201)


def test_the_post_of_somebody_else_is_refused_by_name(cast):
    response = post("reports/", report_body(post="S-1"), cast.north_monitor)
    assert faults_of(response) == {"#/post": "not_appointed"}


def test_a_correction_names_what_it_corrects(cast):
    first = report_body()
    post("reports/", first, cast.north_monitor)
    second = report_body(corrects=first["report_id"], narrative="It was two.")
    post("reports/", second, cast.north_monitor)
    read = get(f"reports/{second['report_id']}/", cast.north_monitor).json()
    assert (read["corrects"], read["version"]) == (first["report_id"], 2)
    assert Incident.objects.count() == 1


def test_unknown_numbers_stay_unknown(cast):
    filed = observation(cast.north_monitor, casualties=WITH_LOSSES)
    read = get(f"reports/{filed.report.report_id}/", cast.analyst).json()
    assert [line["best"] for line in read["casualties"]] == [None, 0]
    assert read["count_low"] is None


def test_mine_are_only_mine(cast):
    mine = observation(cast.north_monitor)
    observation(cast.south_monitor, post="S-1")
    rows = get("reports/", cast.north_monitor, mine="true").json()["results"]
    assert [row["report_id"] for row in rows] == [str(mine.report.report_id)]


def test_the_public_has_filed_nothing(cast):
    observation(cast.north_monitor, **PUBLISHED)
    assert len(get("reports/").json()["results"]) == 1
    assert get("reports/", mine="true").json()["results"] == []


@pytest.mark.parametrize(
    "query,found",
    [
        ({"kind": "observation"}, 2),
        ({"kind": "allegation"}, 0),
        ({"post": "N-1"}, 1),
        ({"alleged_party": "uplands"}, 1),
        ({"mission": "ridge"}, 2),
        ({"mission": "coast"}, 0),
        ({"variant": "true"}, 0),
        ({"external_id": "R1"}, 1),
    ],
)
def test_reports_are_found_by_what_they_say(cast, query, found):
    observation(cast.north_monitor, alleged_party="uplands")
    observation(cast.south_monitor, post="S-1", external_id="R1")
    assert len(get("reports/", cast.analyst, **query).json()["results"]) == found


def test_reports_of_an_incident_are_found(cast):
    first = observation(cast.north_monitor)
    second = observation(cast.south_monitor, post="S-1", same_event_as=str(first.report.report_id))
    observation(cast.north_monitor, occurred_from="2021-03-05T00:00:00Z")
    rows = get("reports/", cast.analyst, incident=first.incident_id).json()["results"]
    assert {row["report_id"] for row in rows} == {
        str(first.report.report_id),
        str(second.report.report_id),
    }


def test_the_public_reads_what_a_source_has_published(cast):
    filed = observation(
        cast.north_monitor, lat=40.123456, lon=10.5, position_precision="P2", **PUBLISHED
    )
    read = get(f"reports/{filed.report.report_id}/").json()
    assert (read["narrative"], read["source_url"]) == ("As printed.", "https://example.org/1")
    assert not {"lat", "lon", "post", "occurred_from"} & set(read)


def test_an_author_reads_all_of_an_own_report(cast):
    filed = observation(cast.north_monitor, **PUBLISHED)
    read = get(f"reports/{filed.report.report_id}/", cast.north_monitor).json()
    assert set(read) == {column.name for column in COLUMNS} | {"place_label", "incident"}


def test_a_published_report_names_its_incident_only_where_that_may_be_seen(cast):
    hidden = observation(cast.north_monitor)
    shown = observation(cast.north_monitor, same_event_as=str(hidden.report.report_id), **PUBLISHED)
    path = f"reports/{shown.report.report_id}/"
    assert get(path, cast.analyst).json()["incident"] == hidden.incident_id
    assert get(path).json()["incident"] is None
    assert get("reports/", incident=hidden.incident_id).json()["results"] == []
    released(hidden)
    assert get(path).json()["incident"] == hidden.incident_id
    assert len(get("reports/", incident=hidden.incident_id).json()["results"]) == 1


def test_no_answer_names_the_author(cast):
    """The monitor's name and id are in no answer, whoever asks and whatever happened."""
    cast.north_monitor.username = "canary-monitor"
    cast.north_monitor.save()
    filed = observation(cast.north_monitor, **PUBLISHED)
    act_on(filed.incident_id, "status", {"to": "triaged"}, cast.north_duty_officer)
    paths = ("reports/", f"reports/{filed.report.report_id}/", f"incidents/{filed.incident_id}/")
    for person in cast.everybody.values():
        for path in paths:
            text = get(path, person).content.decode()
            assert "canary-monitor" not in text
            assert "author" not in text


def test_the_rows_of_a_list_cost_no_more_queries(cast, django_assert_num_queries):
    client, counts = client_of(cast.analyst), []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(3):
        observation(
            cast.north_monitor,
            place="pl-village" if number else "pl-bridge",
            casualties=WITH_LOSSES,
        )
        with CaptureQueriesContext(connection) as queries:
            client.get(API + "reports/")
        counts.append(len(queries))
    assert max(counts) - min(counts) <= 2  # labels are read once, then kept
    assert max(counts) <= 7


@pytest.mark.parametrize("key", ["x", "0", "0192f7c0-0000-7000-8000-000000000001"])
def test_a_report_that_does_not_exist_is_not_found(cast, key):
    assert get(f"reports/{key}/", cast.analyst).status_code == 404


def test_a_report_of_another_mission_is_not_found(cast):
    filed = observation(cast.north_monitor)
    assert get(f"reports/{filed.report.report_id}/", cast.stranger).status_code == 404


def test_a_report_is_read_as_it_was_typed(cast):
    words = "  “Выстрелы”, 😀 \u202e\u200b e\u0301  "
    body = report_body(narrative=words, place_text=words)
    assert post("reports/", body, cast.north_monitor).status_code == 201
    read = get(f"reports/{body['report_id']}/", cast.north_monitor).json()
    assert read["place_text"] == words


def test_a_receipt_says_nothing_that_was_not_said(cast):
    receipt = post("reports/", report_body(), cast.north_monitor).json()
    assert set(receipt) == {
        "v", "report_id", "reference", "mission", "incident",
        "content_hash", "received_at", "variant",
    }  # fmt: skip


def test_ids_of_version_4_are_refused(cast):
    body = report_body(report_id="0192f7c0-0000-4000-8000-000000000001")
    assert faults_of(post("reports/", body, cast.north_monitor)) == {"#/report_id": "uuid7"}


def test_an_id_in_capitals_is_the_same_id(cast):
    key = str(uuid7())
    first = post("reports/", report_body(report_id=key), cast.north_monitor)
    again = post("reports/", report_body(report_id=key.upper()), cast.north_monitor)
    assert (first.status_code, again.status_code) == (201, 200)
    assert json.loads(again.content)["report_id"] == key
