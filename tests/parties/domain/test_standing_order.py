"""The standing order is put in place once; what people edit is kept."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from parties.domain import standing_order as order
from parties.domain.standing_order import NameEntry, PlaceEntry
from parties.models import Party, Place, PlaceName

pytestmark = pytest.mark.django_db

VALUES = {"name": "Republic of the Ridge", "kind": "state", "aliases": ["Ridge MoD"]}


def ridge(**changes):
    return order.put_party("ridge", {**VALUES, **changes})


def a_place(*names):
    return PlaceEntry(
        code="pl-1", kind="town", lat=Decimal("40.1"), lon=Decimal("45.2"), names=names
    )


def test_a_missing_party_is_added():
    assert ridge() == Party.objects.get(code="ridge")


def test_putting_it_again_adds_nothing_and_writes_no_history():
    ridge()
    ridge()
    assert (Party.objects.count(), Party.history.count()) == (1, 1)


def test_what_an_administrator_edited_is_kept():
    edited = ridge()
    edited.name = "The Ridge"
    edited.save()
    assert ridge().name == "The Ridge"


def test_a_refresh_brings_back_what_was_shipped_and_says_so_in_the_history():
    edited = ridge()
    edited.name = "The Ridge"
    edited.save()
    assert order.put_party("ridge", VALUES, refresh=True).name == "Republic of the Ridge"
    assert Party.history.count() == 3


def test_a_refresh_without_a_difference_writes_no_history():
    ridge()
    order.put_party("ridge", VALUES, refresh=True)
    assert Party.history.count() == 1


def test_a_refresh_follows_a_reference_to_another_row():
    ridge()
    guard = order.put_party("guard", {"name": "Guard", "kind": "contingent"})
    order.put_party("guard", {"parent": Party.objects.get(code="ridge")}, refresh=True)
    guard.refresh_from_db()
    assert guard.parent.code == "ridge"


def test_values_out_of_a_code_list_are_refused():
    with pytest.raises(ValidationError):
        ridge(kind="kingdom come")


def test_places_are_added_with_their_names_folded_for_search():
    added = order.put_places([a_place(NameEntry("Şuşa", "official", "az"))])
    assert added == (1, 1)
    assert PlaceName.objects.get().folded == "susa"


def test_only_names_that_are_missing_are_added_later():
    order.put_places([a_place(NameEntry("Velmura", "romanised"))])
    later = a_place(NameEntry("Velmura", "romanised"), NameEntry("Belmora", "romanised"))
    assert order.put_places([later]) == (0, 1)


def test_places_have_history_from_their_first_day():
    order.put_places([a_place(NameEntry("Velmura", "romanised"))])
    assert (Place.history.count(), PlaceName.history.count()) == (1, 1)


def test_a_place_that_was_moved_stays_where_it_was_put():
    order.put_places([a_place()])
    Place.objects.update(lat=Decimal("40.5"))
    order.put_places([a_place()])
    assert Place.objects.get().lat == Decimal("40.5")


def test_a_place_off_the_earth_is_refused():
    nowhere = PlaceEntry(code="x", kind="town", lat=Decimal(91), lon=Decimal(0), names=())
    with pytest.raises(ValidationError):
        order.put_places([nowhere])
