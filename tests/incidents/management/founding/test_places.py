"""Places of the founding case are found by every name and rank no side first."""

from io import StringIO

import pytest
from django.core.management import call_command

from incidents.management.founding.files import read_json, read_rows
from parties.domain.queries.place import search_places
from parties.models import Place, PlaceName

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]

FARRUKH = "gn824370"


@pytest.mark.parametrize(
    "name", ["Farrukh", "Farukh", "Parukh", "Furukh", "Fərrux", "Փառուխ", "Фарух", "PARUKH"]
)
def test_farrukh_is_found_by_any_of_its_names(name):
    assert search_places(name)[0].code == FARRUKH


@pytest.mark.parametrize("pair", read_json("rival_names"), ids=lambda pair: pair["place"])
def test_each_side_endorses_its_own_names(pair):
    for language, party in (("az", "azerbaijan"), ("hy", "armenia")):
        endorsed = PlaceName.objects.filter(
            place__code=pair["place"], language=language, endorsed_by__code=party
        )
        told = set(endorsed.filter(kind__in=["official", "romanised"]).values_list("name", "kind"))
        official, romanised = pair[language]
        assert told == {(official, "official"), (romanised, "romanised")}


@pytest.mark.parametrize(
    "code,label",
    [
        ("gn148619", "Aghdam / Akna"),
        ("gn147105", "Shusha / Shushi"),
        ("gn146970", "Khankendi / Stepanakert"),
        ("gn148105", "Hadrut"),
    ],
)
def test_a_contested_place_is_labelled_with_both_names(code, label):
    assert str(Place.objects.get(code=code)) == label


def test_the_two_martunis_are_not_mixed():
    ours = PlaceName.objects.filter(name="Xocavənd").values_list("place__code", flat=True)
    assert set(ours) == {"gn146969"}
    found = {place.code for place in search_places("Martuni")}
    assert {"gn146969", "gn616438"} <= found


def test_every_place_of_the_gazetteer_is_there_with_its_credit():
    codes = {row["id"] for row in read_rows("gazetteer")}
    assert Place.objects.filter(code__in=codes).exclude(source="").count() == len(codes) == 516


def test_places_only_reports_name_are_added_as_the_reports_spell_them():
    added = Place.objects.filter(source__contains="as located in report")
    assert added.count() == 16
    assert [place.code for place in search_places("Zeylik")] == ["gn584572"]


def test_a_town_s_name_is_not_endorsed_for_its_neighbour_district():
    wrong = PlaceName.objects.get(place__code="wof85668657", language="hy")
    assert (wrong.endorsed_by, wrong.kind) == (None, "alternative")


def test_a_name_that_people_add_is_kept():
    place = Place.objects.get(code=FARRUKH)
    PlaceName.objects.create(place=place, name="Height 1", kind="alternative")
    call_command("load_founding_case", stdout=StringIO())
    assert [found.code for found in search_places("height 1")] == [FARRUKH]
