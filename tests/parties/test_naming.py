"""How names are folded for search, and shown without choosing a side."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parties.naming import Policy, fold_name, place_label


@dataclass
class Name:
    """A name as a place has it."""

    name: str
    kind: str = "romanised"
    endorsed_by_id: int | None = None
    language: str = ""


@pytest.mark.parametrize(
    "name,folded",
    [
        ("Velmura", "velmura"),
        ("  VELMURA  ", "velmura"),
        ("Fərrux ", "farrux"),
        ("Şuşa", "susa"),
        ("İsmayıl", "ismayil"),
        ("Ստեփանակերտ", "ստեփանակերտ"),
        ("Велмура", "велмура"),
        ("Stepanakert’", "stepanakert"),
        ("Port-au-Prince", "port au prince"),
        ("Straße", "strasse"),
        ("Æbel", "aebel"),
        ("…", ""),
    ],
)
def test_a_name_is_folded_to_what_people_type(name, folded):
    assert fold_name(name) == folded


@given(st.text(max_size=50))
def test_folding_a_folded_name_changes_nothing(name):
    assert fold_name(fold_name(name)) == fold_name(name)


@given(st.text(max_size=50))
def test_case_does_not_matter(name):
    assert fold_name(name) == fold_name(name.casefold())


def test_endorsed_names_stand_as_an_alphabetical_pair():
    names = [Name("Velmura", endorsed_by_id=1), Name("Belmora", endorsed_by_id=2)]

    assert place_label(names) == place_label(reversed(names)) == "Belmora / Velmura"


@pytest.mark.parametrize(
    "policy, label",
    [
        (Policy(first_id=1), "Velmura / Belmora"),
        (Policy(first_language="hy"), "Velmura / Belmora"),
        (Policy(first_language="az"), "Belmora / Velmura"),
        (Policy(first_language="ru"), "Belmora / Velmura"),
    ],
)
def test_the_names_of_a_party_or_a_language_stand_first_and_the_others_stay(policy, label):
    names = [
        Name("Velmura", endorsed_by_id=1, language="hy"),
        Name("Belmora", endorsed_by_id=2, language="az"),
    ]
    assert place_label(names, policy) == label


def test_two_parties_with_one_name_show_it_once():
    assert place_label([Name("Tarn", endorsed_by_id=1), Name("Tarn", endorsed_by_id=2)]) == "Tarn"


def test_a_name_that_nobody_endorses_yields_to_endorsed_ones():
    names = [Name("Aaa"), Name("Velmura", endorsed_by_id=1)]

    assert place_label(names) == "Velmura"


def test_official_names_are_shown_when_no_endorsed_one_is_romanised():
    names = [Name("Велмура", kind="official", endorsed_by_id=1), Name("Aaa")]

    assert place_label(names) == "Велмура"


def test_without_endorsed_names_the_first_in_the_alphabet_is_shown():
    assert place_label([Name("Tarn"), Name("Bridge")]) == "Bridge"


def test_alternative_names_are_a_last_resort():
    assert place_label([Name("Aaa", kind="alternative"), Name("Tarn")]) == "Tarn"
    assert place_label([Name("Aaa", kind="alternative")]) == "Aaa"


def test_a_place_without_names_has_no_label():
    assert place_label([]) == ""
