"""A place is found by any of its names; an ambiguous one is asked about, not guessed."""

import pytest
from django.core.exceptions import ValidationError

from incidents.forms.place import find_place, position_of
from tests import factories


@pytest.mark.parametrize("typed", ["Velmura", "belmora", "ВЕЛМУРА", "Belmora / Velmura"])
def test_every_name_and_the_pair_find_the_village(cast, typed):
    assert find_place(typed, "") == cast.village


@pytest.mark.parametrize("typed", ["", "Nowhere", "Velm", "/ / /", "\ud7ff"])
def test_what_is_no_name_finds_nothing(cast, typed):
    assert find_place(typed, "") is None


def test_a_chosen_place_wins_over_what_is_typed(cast):
    assert find_place("Velmura", cast.bridge.code) == cast.bridge


def test_a_code_that_does_not_exist_is_refused(cast):
    with pytest.raises(ValidationError, match="no place"):
        find_place("Velmura", "pl-none")


def test_a_name_of_two_places_is_asked_about(cast):
    factories.PlaceNameFactory(place=factories.PlaceFactory(), name="Velmura")
    with pytest.raises(ValidationError, match="Several places"):
        find_place("Velmura", "")


def test_a_place_lends_its_position_with_an_honest_precision(cast):
    assert position_of(cast.village, {})["position_precision"] == "P4"


def test_a_typed_position_is_left_alone(cast):
    assert position_of(cast.village, {"lat": 1, "lon": None}) == {}
