"""The words of the radio form stand for codes of the code lists, and no word means two things."""

import pytest

from incidents import enums
from incidents.categories import Category
from incidents.exchange.radio_words import EVENTS, KINDS, POINTS, WORDS, unit_of

LISTS = {
    "means": enums.Means.values,
    "weapon": [*enums.Weapon.values, ""],
    "unit": enums.CountUnit.values,
    "direction": enums.Direction.values,
}


@pytest.mark.parametrize("word", sorted(WORDS))
def test_a_word_stands_for_a_code_of_its_list(word):
    assert WORDS[word].code in LISTS[WORDS[word].slot]


def test_no_word_means_two_things():
    assert not set(WORDS) & set(POINTS)
    assert all(len(word) > 1 for word in WORDS)


def test_every_event_names_a_category():
    named = {category for category, _said in EVENTS.values()}
    named |= {category for kinds in KINDS.values() for category in kinds.values()}
    assert named <= set(Category.values)


def test_every_weapon_but_other_and_jammers_has_its_word():
    said = {word.code for word in WORDS.values() if word.slot == "weapon"}
    assert set(enums.Weapon.values) - said == {"other", "ew_jammer"}


def test_what_is_counted_follows_from_what_was_heard():
    assert [unit_of("F", weapon) for weapon in ("small_arms", "heavy_machine_gun", "mortar")] == [
        "shot", "burst", "explosion",
    ]  # fmt: skip
    assert unit_of("G", "tank") == "item"
