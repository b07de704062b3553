"""Leaves of dataset records: one form for each record, made fast and slowly the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.dataset_leaf import Leaves, leaf_bytes
from incidents.exchange.dataset_rows import Told
from incidents.ledger.canonical import parsed, quoted
from incidents.ledger.merkle import leaf_hash

TOLD = Told("7", "2020-01-02", "2020-01-02", "T5", "40.500000", "-0.250000", killed_best="0")
# Among them what the canonical form composes, escapes, or what a form of texts might trip over.
TEXTS = st.text(
    st.sampled_from('a7 %s{}e\u0301\u212b\u0338<"\\\n\t\x7f\u2028\U0001f54a'), max_size=6
)


def fast(dataset, told, row):
    return Leaves(dataset, list(row)).hash_of(told, row, [quoted(cell) for cell in row.values()])


def test_a_leaf_says_whose_it_is_and_what_was_read_and_the_row_as_it_came():
    leaf = leaf_bytes("GED", TOLD, {"b": "x", "a": "ü"})
    assert parsed(leaf) == {"dataset": "GED", **TOLD._asdict(), "row": [["a", "ü"], ["b", "x"]]}
    assert leaf == leaf_bytes("GED", TOLD, {"a": "ü", "b": "x"})


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=5))
def test_whatever_is_in_a_row_both_ways_lead_to_one_hash(dataset, side, row):
    told = TOLD._replace(side_a=side, external_id=side[::-1])
    assert fast(dataset, told, row) == leaf_hash(leaf_bytes(dataset, told, row))


@pytest.mark.parametrize("name", Told._fields)
def test_no_value_changes_without_the_leaf(name):
    told = TOLD._replace(**{name: "other"})
    assert fast("GED", told, {"a": "x"}) != fast("GED", TOLD, {"a": "x"})


@pytest.mark.parametrize("row", [{"a": "y"}, {"b": "x"}, {"a": "x", "b": ""}, {"a": ""}])
def test_neither_a_cell_nor_a_column_changes_without_the_leaf(row):
    assert fast("GED", TOLD, row) != fast("GED", TOLD, {"a": "x"})
    assert fast("ACLED", TOLD, {"a": "x"}) != fast("GED", TOLD, {"a": "x"})
