"""Finding places by any name, in any script."""

import pytest

from parties.domain.queries.place import search_places
from tests.factories import PlaceFactory, PlaceNameFactory

pytestmark = pytest.mark.django_db


def _named(*names, **place):
    place = PlaceFactory(**place)
    for name in names:
        PlaceNameFactory(place=place, name=name)
    return place


@pytest.mark.parametrize("typed", ["velmura", "  VELMURA ", "Belmora", "велмура", "Велмура"])
def test_a_place_is_found_by_each_of_its_names(cast, typed):
    assert list(search_places(typed)) == [cast.village]


@pytest.mark.parametrize(
    "name,typed",
    [("Fərrux", "farrux"), ("Şuşa", "susa"), ("Əsgəran", "asgaran"), ("Ağdam", "agdam")],
)
def test_accents_and_letters_of_other_alphabets_need_not_be_typed(name, typed):
    place = _named(name)

    assert list(search_places(typed)) == [place]


@pytest.mark.parametrize(
    "name,typed",
    [
        ("Xankəndi", "Ханкенди"),
        ("Ստեփանակերտ", "stepanakert"),
        ("Stepanakert", "Степанакер"),
        ("Kelbajar", "Kəlbəcər"),
        ("Велмура", "velm"),
    ],
)
def test_a_name_is_found_in_a_script_in_which_nobody_wrote_it_down(name, typed):
    place = _named(name)

    assert list(search_places(typed)) == [place]


def test_the_spelling_itself_comes_before_what_only_sounds_like_it():
    alike, exact = _named("Tarnə", population=9_000), _named("Tarne", population=1)

    assert list(search_places("tarne")) == [exact, alike]


def test_two_letters_are_not_taken_for_a_sound():
    _named("Шуша")

    assert list(search_places("sh")) == []


def test_exact_matches_come_first_then_beginnings_then_parts():
    part = _named("Upper Tarn", population=9_000)
    beginning = _named("Tarnford", population=8_000)
    exact = _named("Tarn", population=1)

    assert list(search_places("tarn")) == [exact, beginning, part]


def test_the_best_of_a_places_names_decides_its_rank():
    both = _named("Upper Tarn", "Tarn", population=1)
    beginning = _named("Tarnford", population=8_000)

    assert list(search_places("tarn")) == [both, beginning]


def test_among_equals_the_bigger_place_comes_first_and_unknown_sizes_last():
    unknown, small, big = (_named("Tarn", population=p) for p in (None, 10, 1_000))

    assert list(search_places("tarn")) == [big, small, unknown]


@pytest.mark.parametrize("typed", ["", "   ", "…", "\0", "\ud800", "%", "_"])
def test_nothing_is_found_for_a_text_without_letters(cast, typed):
    assert list(search_places(typed)) == []


@pytest.mark.parametrize("typed", ["v%a", "vel_ura", "vel\\"])
def test_wildcards_are_not_obeyed(cast, typed):
    assert cast.bridge not in search_places(typed)


def test_no_more_places_come_than_asked_for():
    for _ in range(3):
        _named("Tarn")

    assert len(search_places("tarn", limit=2)) == 2


@pytest.mark.parametrize("places", [1, 3])
def test_a_search_takes_two_queries_for_any_number_of_places(places, django_assert_num_queries):
    for _ in range(places):
        _named("Tarn", "Tarn Ford")

    with django_assert_num_queries(2):
        assert len([str(place) for place in search_places("tarn")]) == places
