"""A second mission, of whose days only a dataset of others tells."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.domain.daily_report import publish_day
from incidents.ledger.canonical import parsed
from incidents.models import DatasetRecord, Incident
from parties.models import Mission, User
from tests.incidents.typing import signed_in

pytestmark = pytest.mark.django_db

DAY = date(2020, 9, 27)
DUE = datetime(2020, 9, 28, tzinfo=UTC)


@pytest.fixture
def analyst(settings):
    settings.DEMO_ACCOUNTS = True
    return User.objects.create_user(username="analyst")


@pytest.fixture
def mission(analyst):
    load()
    return Mission.objects.get()


def load():
    printed = StringIO()
    call_command("load_second_mission", stdout=printed)
    return printed.getvalue()


def page_of(person):
    return signed_in(person).get(f"/daily/{DAY}/")


def test_its_events_are_records_with_their_licence_and_no_incidents(mission):
    assert DatasetRecord.objects.filter(mission=mission).count() == 62
    licences = set(DatasetRecord.objects.values_list("batch__licence", flat=True))
    assert licences == {"CC BY 4.0, Uppsala Conflict Data Program"}
    assert not Incident.objects.exists()


def test_a_second_load_adds_nothing(mission):
    assert load() == "line-1994: 0 added, 62 were there.\n"


def test_a_day_shows_them_beside_its_report_and_counts_none(mission, analyst):
    report = publish_day(mission, DAY, DUE)
    assert set(parsed(bytes(report.content))["totals"].values()) == {0}
    page = page_of(analyst)
    numbers = [record.external_id for record in page.context["told_by_others"]]
    assert numbers == ["358438", "375628"]
    words = page.content.decode()
    assert "What others say of this day" in words
    assert "Uppsala Conflict Data Program" in words


def test_who_may_not_read_datasets_sees_none(mission):
    publish_day(mission, DAY, DUE)
    assert "358438" not in page_of(None).content.decode()


def test_without_a_person_nothing_is_loaded():
    with pytest.raises(CommandError, match="no such user"):
        load()
    assert not Mission.objects.exists()


def test_outside_the_embedded_mode_nothing_is_loaded(analyst, settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="embedded mode only"):
        load()
    assert not Mission.objects.exists()
