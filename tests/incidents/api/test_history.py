"""The history over the API: the same entries as on the page, for the same readers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.calls import API, client_of, get, observation, released


def path_of(filed):
    return f"incidents/{filed.incident_id}/history/"


def test_it_says_who_what_when_and_what_changed(cast):
    first = observation(cast.north_monitor, weapon="mortar")
    observation(cast.north_monitor, corrects=str(first.report.report_id), weapon="tank")
    entry = get(path_of(first), cast.analyst).json()[-1]
    assert entry["action"] == "report_linked"
    assert entry["who"] == {
        "is_you": False,
        "appointments": [{"role": "monitor", "party": "north"}],
    }
    assert entry["changes"] == [{"field": "weapon", "before": "mortar", "after": "tank"}]


@pytest.mark.parametrize("who", ["observer", "administrator", "stranger", "public"])
def test_for_others_it_does_not_exist(cast, who):
    filed = observation(cast.north_monitor)
    released(filed)
    assert get(path_of(filed), cast.everybody[who]).status_code == 404


def test_a_long_one_costs_no_more_queries(cast):
    client, counts = client_of(cast.analyst), []
    filed = observation(cast.north_monitor)
    for weapon in ("mortar", "tank", "grenade"):
        said = {"corrects": str(filed.report.report_id), "weapon": weapon}
        filed = observation(cast.north_monitor, **said)
        with CaptureQueriesContext(connection) as queries:
            client.get(API + path_of(filed))
        counts.append(len(queries))
    assert counts[0] == counts[2] <= 14
