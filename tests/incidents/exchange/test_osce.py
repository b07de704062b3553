"""The OSCE's table: a way to write every number."""

from incidents.enums import CountQualifier
from incidents.exchange.osce import COLUMNS, NUMBERS


def test_every_qualifier_writes_a_number_but_the_unknown():
    assert set(NUMBERS) == set(CountQualifier.values) - {"unknown"}
    assert len(COLUMNS) == len(set(COLUMNS))
