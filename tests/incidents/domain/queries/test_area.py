"""Who reads a position exactly is matched by it; who does not, by the coarse one alone."""

from decimal import Decimal

import pytest

from incidents.domain.queries.area import polygon_area, standing_in
from incidents.models import Incident
from parties.domain.acting import Actor, actor_of
from tests.incidents.telling import incident_of, tell

pytestmark = pytest.mark.django_db
SPOT = {"lat": Decimal("40.304000"), "lon": Decimal("10.404000"), "position_precision": "P1"}
# Around the exact spot and not the coarse one, 40.30 10.40; then the other way round.
EXACT = [(10.402, 40.302), (10.406, 40.302), (10.406, 40.306), (10.402, 40.306)]
COARSE = [(10.398, 40.298), (10.402, 40.298), (10.402, 40.302), (10.398, 40.302)]
TRIANGLE = [(10.402, 40.306), (10.406, 40.306), (10.402, 40.3025)]  # its box holds the spot


@pytest.mark.parametrize(
    "who, corners, found",
    [
        ("analyst", EXACT, True),
        ("analyst", COARSE, False),
        ("analyst", TRIANGLE, True),
        ("analyst", [*TRIANGLE[:2], (10.405, 40.3045)], False),
        ("observer", EXACT, False),
        ("observer", COARSE, True),
        ("south_monitor", EXACT, False),
        ("north_monitor", EXACT, True),
        ("public", COARSE, True),
    ],
)
def test_an_area_tells_nobody_where_it_was_exactly(cast, who, corners, found):
    incident = incident_of(tell(cast.north_monitor, **SPOT))
    person = getattr(cast, who)
    actor = Actor() if person.is_anonymous else actor_of(person)
    rows = Incident.objects.filter(standing_in(actor, polygon_area(corners)))
    assert list(rows) == ([incident] if found else [])
