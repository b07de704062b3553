"""The picture: points on a map, as exact as the reader may see them."""

from decimal import Decimal

import pytest

from incidents.domain.queries.access import visible_incidents
from incidents.domain.queries.picture import points_of
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY, tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name,place", [("analyst", (40.123456, 10.567891)), ("public", (40.12, 10.57))]
)
def test_a_point_is_as_exact_as_the_reader_may_see_it(cast, name, place):
    where = {"lat": Decimal("40.123456"), "lon": Decimal("10.567891"), "position_precision": "P1"}
    tell(None, **where)
    tell(None)  # nowhere, so no point
    actor = actor_of(cast.everybody[name])
    (point,) = points_of(actor, cast.mission, visible_incidents(actor))
    assert (point["lat"], point["lon"], point["day"]) == (*place, DAY.isoformat())
