"""Salted content: one hash, and every field can go without it."""

import pytest

from incidents.ledger.salted import (
    SECRET_BYTES,
    commitments_of,
    fields_of,
    salted_hash,
    salts_from,
    without,
)

SECRET = bytes(range(SECRET_BYTES))
LINE = {"outcome": "killed", "best": 2, "side_text": "men of the bridge"}
CONTENT = {"category": "FIR-SAL", "narrative": "Anna saw it.", "casualties": [LINE]}


def hash_of(content, secret=SECRET):
    return salted_hash(commitments_of(content, salts_from(secret, fields_of(content))).values())


def test_the_same_content_with_the_same_secret_has_the_same_hash():
    assert hash_of(CONTENT) == hash_of(dict(reversed(CONTENT.items())))


def test_another_secret_makes_another_hash_so_that_no_guess_confirms_a_value():
    assert hash_of(CONTENT) != hash_of(CONTENT, bytes(SECRET_BYTES))


@pytest.mark.parametrize("name", ["category", "narrative", "side_text"])
def test_the_hash_holds_with_a_bare_commitment_in_the_place_of_a_field(name):
    hidden = commitments_of(CONTENT, salts_from(SECRET, fields_of(CONTENT)))[name]
    left = without(CONTENT, [name])
    kept = commitments_of(left, salts_from(SECRET, fields_of(left)))
    assert name not in fields_of(left)
    assert salted_hash([*kept.values(), hidden]) == hash_of(CONTENT)


def test_the_words_for_a_side_go_and_the_numbers_stay():
    assert without(CONTENT, ["side_text"])["casualties"] == [{"outcome": "killed", "best": 2}]


def test_lines_without_words_have_no_part_for_them():
    assert "side_text" not in fields_of({"casualties": [{"outcome": "killed"}]})


def test_a_part_without_a_salt_is_refused():
    with pytest.raises(KeyError):
        commitments_of(CONTENT, {})
