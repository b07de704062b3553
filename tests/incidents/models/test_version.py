"""Versions of incidents: those that are older than their places are given them."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection

from incidents.domain.sequencing import sequence
from incidents.models import IncidentVersion, JournalEntry, LedgerEntry
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db

older = import_module("incidents.migrations.0052_places_of_older_versions")


def kept(number):
    """A version that the entry of this number told of."""
    return IncidentVersion.objects.create(incident_id=uuid4(), journal_number=number, facts={})


@pytest.fixture
def unplaced(cast):
    """Versions of a time when entries got their places and versions did not."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE incidents_ledgerentry DISABLE TRIGGER place_versions")
    for _one in range(2):
        tell(cast.north_monitor)
    numbers = JournalEntry.objects.order_by("-seq").values_list("seq", flat=True)
    made = [kept(number) for number in (*numbers, numbers[0])]
    sequence(NOW)
    assert set(IncidentVersion.objects.values_list("place", flat=True)) == {None}
    return made


@pytest.mark.parametrize("at_once", [1, 2, 10_000])
def test_older_versions_get_the_places_of_their_entries(unplaced, at_once):
    tells_nothing, waits = kept(0), kept(10**9)
    for _again in range(2):
        with connection.schema_editor(atomic=False) as editor:
            older.fill_places(None, editor, at_once)
    places = dict(LedgerEntry.objects.values_list("journal", "seq"))
    for one in unplaced:
        one.refresh_from_db()
        assert one.place == places[one.journal_number]
    unknown = IncidentVersion.objects.filter(place=None)
    assert set(unknown) == {tells_nothing, waits}
