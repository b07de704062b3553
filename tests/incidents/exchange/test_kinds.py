"""Kinds of value: each format knows how to keep every one of them."""

from incidents.exchange import kinds
from incidents.exchange.geopackage import TYPES


def test_a_geopackage_has_a_type_for_every_kind():
    every = {value for name, value in vars(kinds).items() if name.isupper() and name != "NUMBERS"}
    assert set(TYPES) == every
    assert every >= kinds.NUMBERS
