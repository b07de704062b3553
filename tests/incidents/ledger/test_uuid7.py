"""Identities made by clients: version 7, sortable by time, speakable over a bad line."""

import time
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.uuid7 import is_uuid7, spoken_form, uuid7

milliseconds = st.integers(0, 2**48 - 1)
tails = st.binary(min_size=10, max_size=10)


@given(milliseconds, tails)
def test_version_and_variant_are_set_whatever_the_tail(moment, tail):
    made = uuid7(moment, tail)
    assert (made.version, made.variant) == (7, UUID(int=1 << 63).variant)


@given(milliseconds, tails)
def test_the_first_48_bits_are_the_time(moment, tail):
    assert uuid7(moment, tail).int >> 80 == moment


@given(milliseconds, milliseconds, tails, tails)
def test_ids_sort_by_time(one, other, tail, other_tail):
    if one < other:
        assert uuid7(one, tail) < uuid7(other, other_tail)


@given(milliseconds, tails)
def test_the_same_time_and_tail_make_the_same_id(moment, tail):
    assert uuid7(moment, tail) == uuid7(moment, tail)


def test_ids_made_at_once_differ():
    assert len({uuid7(0) for _ in range(1000)}) == 1000


def test_an_id_is_made_now():
    assert abs((uuid7().int >> 80) - time.time() * 1000) < 60_000


@pytest.mark.parametrize("value", [uuid4(), UUID(int=0), UUID(int=2**128 - 1)])
def test_other_versions_are_told_apart(value):
    assert not is_uuid7(value)


@given(st.integers(0, 2**128 - 1).map(lambda n: UUID(int=n)))
def test_the_spoken_form_has_no_letter_that_sounds_like_another(value):
    spoken = spoken_form(value)
    assert len(spoken) == 9
    assert set(spoken) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


@given(st.integers(0, 2**40 - 1), st.integers(0, 2**40 - 1))
def test_different_last_bits_are_spoken_differently(one, other):
    same = spoken_form(UUID(int=one)) == spoken_form(UUID(int=other))
    assert same is (one == other)


def test_the_spoken_form_is_crockfords():
    assert spoken_form(UUID(int=2**40 - 1)) == "ZZZZ-ZZZZ"
    assert spoken_form(UUID(int=32)) == "0000-0010"
