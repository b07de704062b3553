"""Places over the API: found by any name, labelled without taking a side."""

import pytest

from tests.calls import get


def found(text):
    return [row["code"] for row in get("places/", q=text).json()["results"]]


@pytest.mark.parametrize("text", ["Velmura", "belmora", "BELM", "велмура", "mur", "Vélmura", " a "])
def test_a_place_is_found_by_any_of_its_names(cast, text):
    assert "pl-village" in found(text)


@pytest.mark.parametrize("text", ["nowhere", "!!!", "%", "_", "'; DROP TABLE x; --", "😀"])
def test_what_is_no_name_finds_nothing(cast, text):
    assert found(text) == []


def test_a_label_pairs_the_endorsed_names_in_alphabetical_order(cast):
    assert get("places/pl-village/").json()["label"] == "Belmora / Velmura"


def test_every_name_tells_its_language_and_whose_it_is(cast):
    names = get("places/pl-village/").json()["names"]
    assert {(n["name"], n["language"], n["endorsed_by"]) for n in names} >= {
        ("Велмура", "ru", "uplands")
    }


def test_degrees_are_numbers(cast):
    place = get("places/pl-bridge/").json()
    assert place["lat"] == 40.4
