"""The filling looks like a mission's own work."""

from django.db import transaction

from bench.fill import DAYS, FIRST_DAY, MISSION, fill
from incidents.categories import Category
from incidents.domain.projection import mission_day_of
from incidents.enums import Status
from incidents.models import Incident
from tests.bench.conftest import ROWS


def test_every_incident_stands_in_its_table(years):
    incidents = Incident.objects.filter(mission=years.mission)
    assert incidents.count() == ROWS
    assert {i.category for i in incidents} <= set(Category.values)
    assert {i.status for i in incidents} <= set(Status.values)


def test_mission_days_are_those_that_the_domain_computes(years):
    for incident in Incident.objects.select_related("mission"):
        assert incident.mission_day == mission_day_of(incident)


def test_incidents_spread_over_three_years(years):
    days = set(Incident.objects.values_list("mission_day", flat=True)) - {None}
    assert len(days) > ROWS / 4
    assert 0 <= (min(days) - FIRST_DAY).days < 30
    assert DAYS - 30 < (max(days) - FIRST_DAY).days <= DAYS


def test_every_row_is_valid_and_shown_as_its_own(years):
    for incident in Incident.objects.all()[:50]:
        incident.full_clean()
        assert incident.id.version == 7
        assert incident.reference.startswith(MISSION.upper())


def test_the_same_number_of_rows_gives_the_same_rows(db):
    def filled():
        with transaction.atomic():
            fill(20)
            rows = list(Incident.objects.order_by("pk").values("pk", "category", "sort_at"))
            transaction.set_rollback(True)
        return rows

    first = filled()
    assert len(first) == 20
    assert filled() == first
