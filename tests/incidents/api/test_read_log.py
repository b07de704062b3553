"""What is read over the API is noted, and duty officers read the notes there."""

import pytest

from incidents.models import ReadLog
from tests.calls import get, observation, released
from tests.people import PEOPLE


def last():
    row = ReadLog.objects.latest("pk")
    return row.what, row.subject, row.query, row.rows


def test_a_list_is_noted_with_its_query_and_its_rows(cast):
    observation(cast.north_monitor)
    get("incidents/", cast.analyst, q="velmura", severity_min=1)
    assert last() == ("incidents", "", "q=*&severity_min=1", 0)
    get("reports/", cast.observer, limit=1000)
    assert last() == ("reports", "", "limit=1000", 0)


def test_an_incident_its_history_and_a_report_are_noted(cast):
    filed = observation(cast.north_monitor)
    get(f"incidents/{filed.incident_id}/", cast.analyst)
    assert last() == ("incident", filed.incident_id, "", 1)
    get(f"incidents/{filed.incident_id}/history/", cast.analyst)
    assert last() == ("history", filed.incident_id, "", 1)
    get(f"reports/{filed.report.report_id}/", cast.analyst)
    assert last() == ("report", str(filed.report.report_id), "", 1)


def test_the_public_is_not_noted(cast):
    incident = released(observation(cast.north_monitor))
    for path in ("incidents/", f"incidents/{incident.pk}/", "reports/"):
        assert get(path).status_code == 200
    assert ReadLog.objects.count() == 0


@pytest.mark.parametrize("who", PEOPLE)
def test_only_duty_officers_read_the_notes(cast, who):
    get("incidents/", cast.analyst)
    listed = get("readings/", cast.everybody[who]).json()["results"]
    assert bool(listed) == (who in {"north_duty_officer", "south_duty_officer"})


def test_a_note_tells_role_and_party(cast):
    get("incidents/", cast.north_monitor, status="triaged")
    [row] = get("readings/", cast.south_duty_officer, what="incidents").json()["results"]
    assert row["who"]["appointments"] == [{"role": "monitor", "party": "north"}]
    assert (row["mission"], row["query"], row["rows"]) == ("ridge", "status=triaged", 0)
