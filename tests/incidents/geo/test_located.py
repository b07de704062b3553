"""What a position can be read as."""

from incidents.exchange.typed_text import Doubt
from incidents.geo.located import Band, Bearing, Sighting


def test_a_sighting_carries_the_doubts_of_its_bearing_and_its_distance():
    bearing, band = Bearing(1, 1, (Doubt("mils"),)), Band(0, 1, (Doubt("by_sound"),))
    assert Sighting("", bearing, band).doubts == (Doubt("mils"), Doubt("by_sound"))
