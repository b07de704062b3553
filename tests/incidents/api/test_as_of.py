"""The parameter as_of: refused in words where it cannot be answered, named where it is."""

import json

import pytest

from incidents.domain.queries.ledger import log_size
from incidents.domain.sequencing import sequence
from incidents.models import Incident, ReadLog
from tests.calls import API, act_on, client_of, faults_of, get, incident_of, observation

pytestmark = pytest.mark.django_db(transaction=True)


SIZES = ["", "-1", "x", "1.5", "\0", "٣", "9" * 16, "9" * 4000, "99", "Now", "1 OR 1=1"]


@pytest.mark.parametrize("size", [*SIZES, ["1", "1"], ["now", "now"]])
def test_a_size_that_there_is_not_is_refused(cast, size):
    filed = observation(cast.north_monitor)
    sequence()
    for address, more in (
        ("incidents/", {}),
        (f"incidents/{filed.incident_id}/", {}),
        ("incidents/statistics/", {"by": "category"}),
    ):
        refused = get(address, cast.analyst, as_of=size, **more)
        assert refused.status_code == 400
        assert "as_of" in faults_of(refused) or "\0" in size or len(size) > 1000  # refused before


@pytest.mark.parametrize("name,value", [("q", "x"), ("has_evidence", "true"), ("names", "grid")])
def test_what_is_only_of_today_does_not_go_with_it(cast, name, value):
    refused = get("incidents/", cast.analyst, as_of="now", **{name: value})
    assert (refused.status_code, list(faults_of(refused))) == (400, [name])


def test_an_answer_names_its_size_and_its_pages_keep_it(cast):
    for _one in range(3):
        observation(cast.north_monitor)
    sequence()
    size = log_size()
    first = get("incidents/", cast.analyst, as_of="now", limit=2)
    assert (first.headers["Ceasefire-As-Of"], first.json()["as_of"]) == (str(size), size)
    observation(cast.north_monitor)
    sequence()
    again = client_of(cast.analyst)
    second = again.get(first.json()["next"])
    assert second.headers["Ceasefire-As-Of"] == str(size)
    assert len(second.json()["results"]) == 1
    tag = first.headers["ETag"]
    same = again.get(
        "/api/v1/incidents/", {"as_of": size, "limit": 2}, headers={"If-None-Match": tag}
    )
    assert same.status_code == 304


@pytest.mark.parametrize("wanted", ["csv", "ndjson", "geojson", "gpkg", "xlsx", "parquet"])
def test_a_file_is_of_then_in_every_format(cast, wanted):
    sequence()
    observation(cast.north_monitor)
    answer = get("incidents/", cast.analyst, as_of="now", format=wanted)
    assert answer.headers["Ceasefire-As-Of"] == str(log_size())
    assert answer.row_count == 0
    assert bool(b"".join(answer.streaming_content)) == (wanted != "ndjson")


@pytest.mark.parametrize(
    "filters,found",
    [
        ({"category": "FIR"}, 1),
        ({"category": "IND"}, 0),
        ({"mission": "ridge", "day_after": "2021-03-01", "order": "oldest"}, 1),
        ({"post": "N-1", "count": "estimated", "fields": "severity,place_label"}, 1),
        ({"box": "0,0,1,1"}, 0),
        ({"updated_since": "2020-01-01T00:00:00Z", "order": "updated"}, 1),
    ],
)
def test_filters_orders_and_fields_are_those_of_the_list(cast, filters, found):
    observation(cast.north_monitor)
    sequence()
    answer = get("incidents/", cast.analyst, as_of="now", **filters)
    assert answer.status_code == 200, answer.content
    assert len(json.loads(answer.content)["results"]) == found


def one_of(incident, person, **query):
    answer = get(f"incidents/{incident.pk}/", person, **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def sequenced():
    sequence()
    return log_size()


def test_one_incident_is_the_record_of_the_list_of_then(cast):
    incident = incident_of(observation(cast.north_monitor, category="FIR-SAL"))
    size = sequenced()
    for person in (cast.analyst, cast.north_monitor):
        answer = get(f"incidents/{incident.pk}/", person, as_of="now")
        assert answer.headers["Ceasefire-As-Of"] == str(size)
        (row,) = get("incidents/", person, as_of=size).json()["results"]
        assert answer.json() == row
        assert (
            answer.headers["ETag"] == get(f"incidents/{incident.pk}/", person, as_of=size)["ETag"]
        )


def test_a_correction_after_the_size_is_not_seen(cast):
    filed = observation(cast.north_monitor, category="FIR-SAL")
    incident = incident_of(filed)
    size = sequenced()
    then = one_of(incident, cast.analyst, as_of=size)
    observation(cast.north_monitor, corrects=str(filed.report.report_id), category="IND-MOR")
    assert one_of(incident, cast.analyst)["category"] == "IND-MOR"
    assert one_of(incident, cast.analyst, as_of="now")["category"] == "FIR-SAL"  # has no place yet
    later = sequenced()
    assert one_of(incident, cast.analyst, as_of=size) == then
    assert one_of(incident, cast.analyst, as_of=later)["category"] == "IND-MOR"


def test_what_did_not_exist_then_or_may_not_be_read_is_not_there(cast):
    size = sequenced()
    incident = incident_of(observation(cast.north_monitor))
    sequence()
    address = f"incidents/{incident.pk}/"
    assert get(address, cast.analyst, as_of=size).status_code == 404
    assert get(address, cast.stranger, as_of="now").status_code == 404
    assert one_of(incident, cast.north_monitor, as_of="now")
    Incident.objects.filter(pk=incident.pk).update(category="CIV-SGB")
    assert get(address, cast.north_monitor, as_of="now").status_code == 404
    unknown = "incidents/01956e00-0000-7000-8000-00000000000a/"
    for path in (unknown, "incidents/x/"):
        assert get(path, cast.analyst, as_of="now").status_code == 404


def test_a_merged_incident_leads_where_it_led_then(cast):
    left, kept = (incident_of(observation(cast.north_monitor)) for _one in range(2))
    size = sequenced()
    body = {"into": str(kept.pk), "reason": "One event."}
    officer = cast.north_duty_officer
    body["into_etag"] = get(f"incidents/{kept.pk}/", officer).headers["ETag"]
    assert act_on(str(left.pk), "merge", body, officer).status_code == 200
    later = sequenced()
    assert one_of(left, officer, as_of=size)["id"] == str(left.pk)
    assert one_of(left, officer, as_of=later)["id"] == str(kept.pk)
    assert one_of(kept, officer, as_of=size)["report_count"] == 1


def test_only_the_record_is_of_then_and_its_reading_is_noted(cast):
    incident = incident_of(observation(cast.north_monitor))
    sequence()
    address = f"incidents/{incident.pk}/"
    for more in ("history", "accounts", "suggestions"):
        refused = get(f"{address}{more}/", cast.north_duty_officer, as_of="now")
        assert faults_of(refused) == {"as_of": "unknown"}
    assert faults_of(get(address, cast.analyst, as_of="now", limit="1")) == {"limit": "unknown"}
    assert faults_of(get(address, cast.analyst, as_of="now", names="grid")) == {"names": "invalid"}
    noted = ReadLog.objects.count()
    one_of(incident, cast.north_duty_officer, as_of="now")
    assert ReadLog.objects.count() == noted + 1
    tag = get(address, cast.north_duty_officer, as_of="now").headers["ETag"]
    step = {"to": "triaged", "reason": ""}
    acted = client_of(cast.north_duty_officer).post(
        f"{API}{address}status/", step, "application/json", headers={"If-Match": tag}
    )
    assert acted.status_code == 412


def counted(person, **query):
    answer = get("incidents/statistics/", person, **query)
    assert answer.status_code == 200, answer.content
    return answer


@pytest.mark.parametrize("by", ["category", "month,status", "mission,severity", "weapon,post"])
def test_statistics_count_what_stood_then(cast, by):
    filed = observation(cast.north_monitor, category="FIR-SAL")
    observation(cast.north_monitor, category="EXP-DET")
    size = sequenced()
    present = counted(cast.analyst, by=by).json()["cells"]
    observation(cast.north_monitor, corrects=str(filed.report.report_id), category="IND-MOR")
    observation(cast.north_monitor)
    later = sequenced()
    for told, cells in ((size, present), (later, counted(cast.analyst, by=by).json()["cells"])):
        then = counted(cast.analyst, by=by, as_of=told)
        assert then.headers["Ceasefire-As-Of"] == str(told)
        assert then.json() == {"by": by.split(","), "cells": cells}
    assert counted(cast.analyst, by=by, as_of=0).json()["cells"] == []


@pytest.mark.parametrize(
    "query,where",
    [
        ({"by": "area"}, "by"),
        ({"by": "category,alleged_party"}, "by"),
        ({"by": "category", "has_evidence": "true"}, "has_evidence"),
    ],
)
def test_statistics_of_then_know_nothing_of_today(cast, query, where):
    refused = get("incidents/statistics/", cast.analyst, as_of="now", **query)
    assert (refused.status_code, faults_of(refused)) == (400, {where: "invalid"})


def test_the_read_log_says_as_of_which_size(cast):
    sequence()
    for address, more in (("incidents/", {}), ("incidents/statistics/", {"by": "month"})):
        assert get(address, cast.analyst, as_of="now", **more).status_code == 200
        assert f"as_of={log_size()}" in ReadLog.objects.latest("pk").query
