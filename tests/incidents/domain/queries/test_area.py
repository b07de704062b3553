"""Who reads a position exactly is matched by it; who does not, by the coarse one alone."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasefire.postgresql.roles import WEB
from incidents.domain.queries.area import Area, polygon_area, standing_in
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


# Coordinates a step of the last decimal apart, either side of both zeros.
STEPS = [Decimal(step) / 1_000_000 for step in (-2, -1, 0, 1, 2)]
IN_DECIMALS = "lat BETWEEN %s AND %s AND lon BETWEEN %s AND %s"
edges = st.one_of(
    st.sampled_from([float(step) for step in STEPS]),
    st.floats(-3e-6, 3e-6, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)


@pytest.fixture
def around_zero(cast):
    """An incident at each of these positions."""
    for lat in STEPS:
        for lon in STEPS:
            tell(cast.north_monitor, lat=lat, lon=lon, position_precision="P1")


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edges=st.tuples(edges, edges, edges, edges))
def test_a_box_finds_what_lies_in_it_by_all_decimals(around_zero, edges):
    west, south, east, north = edges
    decimals = RawSQL(
        IN_DECIMALS,
        [Decimal(str(edge)) for edge in (south, north, west, east)],
        output_field=BooleanField(),
    )
    found = Incident.objects.filter(Area(edges).holds()).values_list("pk", flat=True)
    assert set(found) == set(Incident.objects.filter(decimals).values_list("pk", flat=True))


@pytest.mark.parametrize("prefix", ["", "public_"])
def test_behind_the_second_wall_a_box_is_looked_up_in_an_index(cast, prefix):
    rows = Incident.objects.filter(Area((10.4, 40.3, 10.5, 40.4)).holds(prefix)).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.acting_as(WEB, cast.analyst.pk):
        plan = rows.explain()
    assert f"Index Cond: (({prefix}lat_micro >= 40300000)" in plan
