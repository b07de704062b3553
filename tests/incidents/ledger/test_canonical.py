"""One record has one sequence of bytes, in every order of keys and every language."""

import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.canonical import (
    LARGEST_INTEGER,
    NotCanonicalError,
    canonical_bytes,
    content_hash,
    is_text,
    parsed,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
keys = st.text(st.characters(max_codepoint=127), max_size=10)
scalars = st.none() | st.booleans() | st.integers(1 - LARGEST_INTEGER, LARGEST_INTEGER - 1) | texts
records = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda item: st.lists(item, max_size=4) | st.dictionaries(keys, item, max_size=4),
        max_leaves=12,
    ),
    max_size=6,
)


def turned_round(value):
    """The same value with the keys of every object in reverse order."""
    if isinstance(value, dict):
        return {key: turned_round(value[key]) for key in reversed(value)}
    return [turned_round(item) for item in value] if isinstance(value, list) else value


def composed(value):
    """The same value with every text in NFC."""
    if isinstance(value, dict):
        return {key: composed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [composed(item) for item in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@given(records)
def test_the_order_of_keys_does_not_matter(record):
    assert canonical_bytes(turned_round(record)) == canonical_bytes(record)


@given(records)
def test_canonical_bytes_are_sorted_compact_json(record):
    expected = json.dumps(
        composed(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert canonical_bytes(record).decode() == expected


@given(records)
def test_canonical_bytes_read_back_as_the_record(record):
    assert parsed(canonical_bytes(record)) == composed(record)


@given(records)
def test_reading_and_writing_again_gives_the_same_bytes(record):
    once = canonical_bytes(record)
    assert canonical_bytes(parsed(once)) == once


def test_canonical_bytes_look_like_this():
    record = {"b": [1, None, True], "a": {"d": "ё", "c": ""}}
    assert canonical_bytes(record) == '{"a":{"c":"","d":"ё"},"b":[1,null,true]}'.encode()


def test_texts_are_composed():
    assert canonical_bytes({"name": "e\u0301"}) == canonical_bytes({"name": "\u00e9"})


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        10**400,
        "a\x00b",
        "\ud800",
        b"bytes",
        bytearray(b"bytes"),
        {1, 2},
        object(),
    ],
    ids=lambda value: repr(value).partition(" object at")[0],
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonicalError):
        canonical_bytes({"deep": [{"inside": value}]})


@pytest.mark.parametrize("key", ["ключ", "\ud800", 1, None])
def test_keys_are_plain_ascii(key):
    with pytest.raises(NotCanonicalError):
        canonical_bytes({key: 1})


@pytest.mark.parametrize("number", [2**53 - 1, 1 - 2**53, 0])
def test_integers_up_to_the_largest_exact_one_are_kept(number):
    assert parsed(canonical_bytes({"n": number})) == {"n": number}


def test_the_hash_is_sha_256_in_hexadecimal():
    assert content_hash(b"abc") == hashlib.sha256(b"abc").hexdigest()


@given(st.text())
def test_text_is_what_utf_8_and_the_database_can_hold(text):
    try:
        storable = b"\x00" not in text.encode()
    except UnicodeEncodeError:
        storable = False
    assert is_text(text) is storable
