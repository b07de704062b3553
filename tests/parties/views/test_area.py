"""An area called after a town carries all of the town's endorsed names."""

from parties.models import PlaceName
from parties.views.area import area_labels
from tests import factories


def test_an_area_called_after_a_town_is_named_as_a_pair(cast):
    assert area_labels(["Velmura"]) == {"Velmura": "Belmora / Velmura"}


def test_an_area_without_a_town_keeps_the_name_it_has(cast):
    assert area_labels(["North-east", ""]) == {}


def test_of_two_places_the_bigger_one_gave_the_name(cast):
    big = factories.PlaceFactory(population=9000, kind="town")
    for name in ("Velmura", "Grand Velmura"):
        kind = PlaceName.Kind.ROMANISED if name != "Velmura" else PlaceName.Kind.ALTERNATIVE
        factories.PlaceNameFactory(place=big, name=name, kind=kind)
    assert area_labels(["Velmura"]) == {"Velmura": "Grand Velmura"}
