"""Reading a page is noted, and duty officers see who read."""

import pytest

from incidents.models import ReadLog
from tests.incidents.judging import drafted, published
from tests.incidents.telling import incident_of, tell
from tests.incidents.typing import signed_in
from tests.people import PEOPLE


@pytest.mark.parametrize("who", ["analyst", "observer", "public"])
def test_a_page_is_noted_where_it_shows_restricted_fields(cast, who):
    incident = incident_of(tell(None))
    signed_in(cast.everybody[who]).get(f"/incidents/{incident.pk}/")
    assert ReadLog.objects.count() == (who == "analyst")


def test_the_page_says_who_read_what(cast):
    incident = incident_of(tell(cast.north_monitor))
    signed_in(cast.north_monitor).get(f"/incidents/{incident.pk}/")
    page = signed_in(cast.south_duty_officer).get("/readings/").content.decode()
    assert incident.reference in page
    assert "exact position, narrative, reports" in page
    assert "monitor, The north" in page
    assert cast.north_monitor.get_username() not in page


@pytest.mark.parametrize("who", PEOPLE)
def test_only_duty_officers_may_open_it(cast, who):
    status = signed_in(cast.everybody[who]).get("/readings/").status_code
    officers = {"north_duty_officer", "south_duty_officer", "stranger"}  # of the coast
    assert status == (302 if who == "public" else 200 if who in officers else 404)


@pytest.mark.parametrize("edge", ["0", "1", "x", "٣", "9" * 40])
def test_any_edge_of_a_page_is_answered(cast, edge):
    assert signed_in(cast.north_duty_officer).get("/readings/", {"before": edge}).status_code == 200


@pytest.mark.parametrize(
    "path,what",
    [
        ("/", "incidents"),
        ("/room/map.geojson?zoom=8&view=5,35,15,45", "map"),
        ("/incidents/", "incidents"),
        ("/findings/", "findings"),
        ("/incidents/{}/proof/", "proof"),
        ("/incidents/{}/proof.json", "proof"),
        ("/api/v1/incidents/{}/accounts/", "accounts"),
        ("/api/v1/incidents/{}/suggestions/", "suggestions"),
        ("/findings/{finding}/", "finding"),
        ("/api/v1/findings/{finding}/", "finding"),
        ("/api/v1/findings/", "findings"),
    ],
)
def test_whatever_shows_restricted_fields_is_noted(cast, path, what):
    finding = drafted(cast)
    address = path.format(finding.incident_id, finding=finding.pk)
    signed_in(cast.public).get(address)
    assert ReadLog.objects.count() == 0
    signed_in(cast.north_duty_officer).get(address)
    assert [row.what for row in ReadLog.objects.all()] == [what]


def test_a_published_finding_is_everybody_s_and_not_noted(cast):
    finding = published(cast)
    signed_in(cast.north_duty_officer).get(f"/findings/{finding.pk}/")
    assert ReadLog.objects.count() == 0
