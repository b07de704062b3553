"""The list of incidents and the page of one, for each reader as the table says."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.enums import Release
from incidents.models import Incident
from tests.incidents.telling import incident_of, tell
from tests.incidents.typing import signed_in


def listed(person, **query):
    page = signed_in(person).get("/incidents/", query)
    return page, [seen.row for seen in page.context["incidents"]]


def test_staff_sees_what_is_not_published_and_the_public_does_not(cast):
    kept, published = (incident_of(tell(who)) for who in (cast.north_monitor, None))
    assert listed(cast.analyst)[1] == [published, kept] or listed(cast.analyst)[1] == [
        kept,
        published,
    ]
    assert listed(cast.public)[1] == [published]


def test_the_public_reads_the_day_and_not_the_minute(cast):
    tell(None)
    page = listed(cast.public)[0].content.decode()
    assert "10 Mar 2021" in page
    assert "11:00" not in page
    assert "11:00" in listed(cast.analyst)[0].content.decode()


def test_unknown_and_forbidden_incidents_answer_the_same(cast):
    kept = incident_of(tell(cast.north_monitor))
    pages = [signed_in(None).get(f"/incidents/{pk}/") for pk in (kept.pk, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    bodies = [page.content.decode().replace(str(kept.pk), "") for page in pages]
    assert len(bodies[0].split()) == len(bodies[1].split())


def test_a_filter_on_a_post_reveals_nothing_to_the_public(cast):
    tell(cast.north_monitor)
    Incident.objects.update(release=Release.PUBLIC)
    assert len(listed(cast.public)[1]) == 1
    assert listed(cast.public, post="N-1")[1] == []
    assert len(listed(cast.analyst, post="N-1")[1]) == 1


@pytest.mark.parametrize(
    "query, found",
    [
        ({"category": "FIR"}, 1),
        ({"category": "FIR-SAL"}, 1),
        ({"category": "IND"}, 0),
        ({"q": "belmora"}, 1),
        ({"q": "ВЕЛМУРА"}, 1),
        ({"q": "stone bridge"}, 0),
        ({"day_after": "2021-03-10", "day_before": "2021-03-10"}, 1),
        ({"day_before": "2021-03-09"}, 0),
        ({"severity_min": "2"}, 0),
        ({"status": "submitted"}, 1),
        ({"status": ""}, 1),
    ],
)
def test_filters_stand_in_the_address(cast, query, found):
    tell(cast.north_monitor, place=cast.village.code)
    assert len(listed(cast.analyst, **query)[1]) == found


@pytest.mark.parametrize(
    "query",
    [
        {"day_after": "yesterday"},
        {"day_after": "0000-00-00"},
        {"category": "XXX"},
        {"status": "gone"},
        {"severity_min": "9"},
        {"q": "x" * 101},
    ],
)
def test_a_filter_that_cannot_be_read_is_named(cast, query):
    page, rows = listed(cast.analyst, **query)
    assert page.status_code == 400
    assert next(iter(query)) in page.context["filter_errors"] | page.context["bar"].errors
    assert rows == []


@pytest.mark.parametrize("edge", ["older", "newer"])
@pytest.mark.parametrize("named", ["x", "d047434e-5fc8-482f-a0d4-3dc64939a860", "0"])
def test_an_edge_that_names_nothing_is_not_found(cast, edge, named):
    assert signed_in(None).get("/incidents/", {edge: named}).status_code == 404


def test_pages_meet_without_gap_or_overlap(cast, monkeypatch):
    monkeypatch.setattr("incidents.views.incident.PAGE_SIZE", 2)
    wanted = [incident_of(tell(None)).pk for _ in range(5)]
    client, address, seen = signed_in(None), "/incidents/", []
    while address:
        page = client.get(address).context
        seen += [one.row.pk for one in page["incidents"]]
        older = page["page"].older
        address = f"/incidents/?older={older}" if older else ""
    assert sorted(seen) == sorted(wanted)
    assert len(seen) == len(set(seen))
    back = client.get(f"/incidents/?newer={seen[-1]}").context
    assert [one.row.pk for one in back["incidents"]] == seen[2:4]


def test_htmx_gets_the_results_and_a_reader_the_whole_page(cast):
    client = signed_in(None)
    part = client.get("/incidents/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "<html" in client.get("/incidents/").content.decode()


def test_the_empty_list_says_what_to_do_next(cast):
    assert "No incidents yet" in listed(cast.public)[0].content.decode()
    filtered = listed(cast.public, category="IND")[0].content.decode()
    assert "Clear the filters" in filtered


def test_rival_accounts_stand_side_by_side(cast):
    first = tell(None, source_label="Uplands command", narrative="They fired.")
    tell(
        None,
        source_label="Lowlands command",
        narrative="We did not.",
        stance="denied",
        same_event_as=first.report.report_id,
    )
    page = signed_in(None).get(f"/incidents/{first.incident_id}/")
    for words in ("They fired.", "We did not.", "Denied", "2 reports, counted once"):
        assert words in page.content.decode()


def test_unknown_casualties_are_not_none(cast):
    told = tell(None)
    page = signed_in(None).get(f"/incidents/{told.incident_id}/").content.decode()
    assert "not stated, which is not none" in page


def test_a_monitor_or_post_is_not_named_to_the_public(cast):
    told = tell(cast.north_monitor)
    Incident.objects.update(release=Release.PUBLIC)
    page = signed_in(None).get(f"/incidents/{told.incident_id}/").content.decode()
    assert "N-1" not in page
    assert "north-monitor" not in page
    assert "not published" in page


def queries(person, address):
    client = signed_in(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address", ["/", "/incidents/", "/incidents/undated/", "/incidents/totals/"]
)
def test_three_rows_cost_the_queries_of_one(cast, address):
    def file():
        tell(None, place=cast.village.code)
        tell(None, occurred_from=None, time_precision="T0", date_basis="none")
        tell(None, scope="daily_total")

    file()
    one = queries(cast.analyst, address)
    file()
    file()
    assert queries(cast.analyst, address) == one


def test_three_reports_cost_the_queries_of_one(cast):
    first = tell(None, place=cast.village.code)
    address = f"/incidents/{first.incident_id}/"
    one = queries(cast.analyst, address)
    for _ in range(2):
        tell(None, place=cast.village.code, same_event_as=first.report.report_id)
    assert queries(cast.analyst, address) == one
