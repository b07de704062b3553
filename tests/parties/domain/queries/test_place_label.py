"""Labels of many places: one policy, few queries, never out of date."""

import pytest
from django.db import connection

from parties.domain.queries.place_label import NAMES_VERSION_SQL, labels_of
from parties.models import PlaceName
from tests.factories import PlaceFactory, PlaceNameFactory


def version():
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NAMES_VERSION_SQL}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("kept", [True, False])
def test_labels_are_those_of_the_naming_policy(cast, kept):
    places = [cast.village, cast.bridge]
    found = labels_of({place.pk for place in places}, version() if kept else None)
    assert {found[place.pk] for place in places} == {str(place) for place in places}


def test_a_place_of_alternatives_alone_shows_one_of_them(db):
    place = PlaceFactory()
    PlaceNameFactory(place=place, name="Only", kind=PlaceName.Kind.ALTERNATIVE)
    assert labels_of([place.pk]) == {place.pk: "Only"}


def test_a_place_without_names_has_an_empty_label(db):
    place = PlaceFactory()
    assert labels_of([place.pk]) == {place.pk: ""}


def test_labels_are_kept_until_a_name_changes(cast, django_assert_num_queries):
    known = version()
    labels_of([cast.village.pk], known)
    with django_assert_num_queries(0):
        labels_of([cast.village.pk], known)
    cast.village.names.get(name="Velmura").delete()
    assert version() != known
    assert labels_of([cast.village.pk], version())[cast.village.pk] == "Belmora"
