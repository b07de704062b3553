"""A query parameter is understood, or refused by name."""

import pytest

from ceasefire.api.urls import LISTS
from tests.calls import API, client_of, faults_of, get, observation


@pytest.mark.parametrize(
    "name", [name for name in LISTS if name not in ("tokens", "subscriptions")]
)
def test_an_unknown_parameter_is_refused_by_name(cast, name):
    response = get(f"{name}/", foo="1", page="2")
    assert (response.status_code, faults_of(response)) == (
        400,
        {"foo": "unknown", "page": "unknown"},
    )


@pytest.mark.parametrize(
    "path", ["missions/ridge/", "parties/north/", "places/pl-village/", "groups/contact/"]
)
def test_one_object_takes_no_parameters(cast, path):
    assert faults_of(get(path, limit="1")) == {"limit": "unknown"}


@pytest.mark.parametrize(
    "name,query,where",
    [
        ("posts/", "on=yesterday", "on"),
        ("posts/", "on=2021-02-30", "on"),
        ("posts/", "on=10000-01-01", "on"),
        ("posts/", "status=asleep", "status"),
        ("posts/", "status=active&status=asleep", "status"),
        ("posts/", "kind=", "kind"),
        ("missions/", "open=perhaps", "open"),
        ("incidents/", "undated=2", "undated"),
        ("incidents/", "day_after=x", "day_after"),
        ("incidents/", "day_after=2021-01-01&day_before=x", "day_before"),
        ("incidents/", "mission=nowhere", "mission"),
        ("incidents/", "category=ZZZ", "category"),
        ("incidents/", "severity=9", "severity"),
        ("incidents/", "severity_min=x", "severity_min"),
        ("incidents/", "box=1,2,3", "box"),
        ("incidents/", "box=1,2,3,x", "box"),
        ("incidents/", "box=nan,0,1,1", "box"),
        ("incidents/", "box=inf,0,1,1", "box"),
        ("incidents/", "box=10,0,1,1", "box"),
        ("incidents/", "box=0,0,181,1", "box"),
        ("incidents/", "box=0,0,1,91", "box"),
        ("incidents/", "box=" + "1," * 100, "box"),
        ("incidents/", "polygon=1,2,3,4", "polygon"),
        ("incidents/", "polygon=1,2,3,4,5", "polygon"),
        ("incidents/", "polygon=1,2,1,2,1,2", "polygon"),
        ("incidents/", "polygon=0,0,1,1,nan,2", "polygon"),
        ("incidents/", "polygon=0,0,1,1,1,1e999", "polygon"),
        ("incidents/", "polygon=0,0,1,91,1,1", "polygon"),
        ("incidents/", "polygon=((0,0),(1,1),(1,0))", "polygon"),
        ("incidents/", "polygon=" + ",".join(f"{n / 10},1" for n in range(201)), "polygon"),
        ("incidents/", "polygon=" + "1," * 1_800, "polygon"),
        ("incidents/", "near=10,40", "near"),
        ("incidents/", "near=10,40,0", "near"),
        ("incidents/", "near=10,40,-1", "near"),
        ("incidents/", "near=10,40,nan", "near"),
        ("incidents/", "near=10,40,1001", "near"),
        ("incidents/", "near=181,40,1", "near"),
        ("incidents/", "near=10,40,x", "near"),
        ("incidents/", "weapon=catapult", "weapon"),
        ("incidents/", "has_evidence=2", "has_evidence"),
        ("incidents/", "order=lat", "order"),
        ("incidents/", "order=newest&order=oldest", "order"),
        ("incidents/", "fields=", "fields"),
        ("incidents/", "fields=id,narrative", "fields"),
        ("incidents/", "fields=" + "x" * 3000, "fields"),
        ("incidents/", "count=", "count"),
        ("incidents/", "count=exact", "count"),
        ("incidents/", "count=estimated&count=estimated", "count"),
        ("incidents/", "profile=acled", "profile"),
        ("incidents/", "provision=" + "x" * 21, "provision"),
        ("incidents/", "q=" + "x" * 101, "q"),
        ("incidents/", "q=a&q=b", "q"),
        ("reports/", "report_id=1", "report_id"),
        ("reports/", "report_id=0", "report_id"),
        ("reports/", "incident=x", "incident"),
        ("reports/", "mine=yes", "mine"),
        ("reports/", "kind=rumour", "kind"),
        ("daily-reports/", "day_after=0000-01-01", "day_after"),
        ("places/", "q=%F0%9F%98%80", None),
        ("places/", "kind=" + "x" * 3000, None),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(cast, name, query, where):
    response = client_of().get(f"{API}{name}?{query}")
    assert response.status_code == (400 if where else 200), response.content
    if where:
        assert where in faults_of(response)


@pytest.mark.parametrize("value", ["%00", "a%00b", "%ED%A0%80", "%FF"])
@pytest.mark.parametrize(
    "name", ["q", "category", "cursor", "polygon", "near", "fields", "count", "order", "foo", "%00"]
)
def test_a_value_that_is_no_text_is_refused(cast, name, value):
    response = client_of().get(f"{API}incidents/?{name}={value}")
    assert response.status_code == 400


@pytest.mark.parametrize(
    "name",
    ["post", "occurred_after", "alleged_party", "narrative", "source_party", "updated_since"],
)
def test_a_filter_on_what_one_may_not_read_is_refused(cast, name):
    response = get("incidents/", **{name: "2021-01-01T00:00:00Z"})
    assert (response.status_code, faults_of(response)) == (400, {name: "not_available"})


def test_a_filter_counts_only_where_one_may_read_it(cast):
    filed = observation(cast.north_monitor)
    assert len(get("incidents/", cast.analyst, post="N-1").json()["results"]) == 1
    assert filed.incident_id is not None
    assert get("incidents/", cast.stranger, post="N-1").json()["results"] == []
