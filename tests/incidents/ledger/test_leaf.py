"""Leaves: commitments hide values, and open only to their salt."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.leaf import (
    Disclosure,
    commitment,
    decoys_for,
    disclosures_of,
    leaf_bytes,
    new_salt,
    pseudonym,
)

SALT = bytes(16)
AT = datetime(2021, 3, 1, 10, 20, 33, 987, tzinfo=UTC)


def test_a_commitment_is_the_hash_of_salt_name_and_value():
    by_hand = hashlib.sha256(SALT + b'["a",1]').digest()
    assert commitment(SALT, "a", 1) == by_hand
    assert commitment(SALT, "b", 1) != by_hand


def test_the_same_value_is_hidden_differently_each_time():
    assert commitment(new_salt(), "lat", "40") != commitment(new_salt(), "lat", "40")


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commitment(b"short", "lat", "40")


def test_a_disclosure_opens_its_commitment():
    assert Disclosure(SALT, "lat", None).commitment == commitment(SALT, "lat", None)


def test_values_whose_salt_is_destroyed_are_not_disclosed():
    assert disclosures_of({"a": 1, "b": 2}, {"b": SALT}) == [Disclosure(SALT, "b", 2)]


@given(st.integers(0, 40))
def test_decoys_hide_how_many_values_there_are(count):
    assert (count + decoys_for(count)) % 4 == 0
    assert count + decoys_for(count) >= 8


def test_a_leaf_keeps_the_day_and_sorts_its_commitments():
    leaf = json.loads(
        leaf_bytes(
            kind="report_filed",
            seq=3,
            received_at=AT,
            subject=pseudonym(SALT, "report", "x"),
            commitments=[b"\2", b"\1"],
        )
    )
    assert leaf["received_on"] == "2021-03-01"
    assert leaf["fields"] == ["01", "02"]
    assert set(leaf) == {"v", "kind", "seq", "received_on", "subject", "fields"}
