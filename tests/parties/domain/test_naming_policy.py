"""Four ways to name a place: the pair, either side first, the grid alone."""

import pytest

from parties.domain.naming_policy import keep_policy, policies_offered, policy_named
from parties.domain.queries.place_label import NAMES_VERSION_SQL, labels_of
from parties.models import Place
from parties.naming import GRID, PAIR, active_policy, naming

LABELS = {
    "pair": "Belmora / Velmura",
    "first-uplands": "Velmura / Belmora",
    "first-lowlands": "Belmora / Velmura",
    "grid": "40.20 N 10.20 E",
}


@pytest.fixture
def village(cast):
    cast.village.lat, cast.village.lon = "40.201", "10.199"
    cast.village.save()
    return Place.objects.get(pk=cast.village.pk)


def test_with_two_endorsing_parties_exactly_four_are_offered(cast):
    assert [code for code, _label in policies_offered()] == [
        "pair",
        "first-lowlands",
        "first-uplands",
        "grid",
    ]


@pytest.mark.parametrize("code", LABELS)
def test_each_names_a_place_in_its_own_way(village, code):
    with naming(lambda: policy_named(code)):
        assert str(village) == LABELS[code]
        assert labels_of([village.pk]) == {village.pk: LABELS[code]}
    assert active_policy() is PAIR


@pytest.mark.parametrize("code", LABELS)
def test_what_a_process_keeps_is_of_the_pair_alone(village, code):
    assert NAMES_VERSION_SQL
    for _ in range(2):
        with naming(lambda: policy_named(code)):
            assert labels_of([village.pk], 7)[village.pk] == LABELS[code]
        assert labels_of([village.pk], 7)[village.pk] == LABELS["pair"]


def test_a_policy_is_asked_for_once_and_only_when_a_name_is_shown(village):
    asked = []
    with naming(lambda: asked.append(1) or GRID):
        assert asked == []
        assert {str(village) for _ in range(2)} == {LABELS["grid"]}
    assert asked == [1]


@pytest.mark.parametrize("code", ["", "pairs", "first-", "first-nobody", "first-\0", "GRID"])
def test_others_do_not_exist(cast, code):
    assert policy_named(code) is None


def test_a_person_keeps_a_policy_that_exists(cast):
    assert keep_policy(cast.analyst, "first-uplands")
    assert not keep_policy(cast.analyst, "first-nobody")
    cast.analyst.refresh_from_db()
    assert cast.analyst.names == "first-uplands"
