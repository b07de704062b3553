"""What the standing order refuses, also from a shell: the database keeps the bounds."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from parties.models import Appointment, Mission, Place, Post
from parties.models.mission import validate_time_zone
from tests import factories

pytestmark = pytest.mark.django_db


def refused(make, **fields):
    """Tell whether the database refuses a row."""
    try:
        with transaction.atomic():
            make(**fields)
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields,wrong",
    [
        ({"lat": None, "lon": None}, False),
        ({"lat": 90, "lon": 180}, False),
        ({"lat": -90, "lon": -180}, False),
        ({"lat": 40, "lon": None}, True),
        ({"lat": None, "lon": 10}, True),
        ({"lat": 91, "lon": 10}, True),
        ({"lat": 40, "lon": 181}, True),
    ],
)
def test_a_post_stands_on_earth_or_nowhere(fields, wrong):
    assert refused(factories.PostFactory, **fields) is wrong


@pytest.mark.parametrize("lat,lon", [(91, 0), (-91, 0), (0, 181), (0, -181)])
def test_a_place_is_on_earth(lat, lon):
    assert refused(factories.PlaceFactory, lat=lat, lon=lon)


def test_a_post_has_a_code_of_its_own_in_its_mission(cast):
    assert refused(factories.PostFactory, mission=cast.mission, code="N-1")
    assert not refused(factories.PostFactory, mission=cast.other_mission, code="N-1")


def test_a_post_has_one_status_a_day(cast):
    since = factories.FIRST_DAY

    assert refused(factories.PostStatusFactory, post=cast.north_post, status="closed", since=since)


@pytest.mark.parametrize("share,wrong", [(None, False), (0, False), (100, False), (101, True)])
def test_a_share_is_per_cent(share, wrong):
    assert refused(factories.PostOperatorFactory, share=share) is wrong


def test_a_party_runs_a_post_once(cast):
    assert refused(factories.PostOperatorFactory, post=cast.north_post, party=cast.north)


@pytest.mark.parametrize("role", ["monitor", "duty_officer"])
def test_monitors_and_duty_officers_act_for_a_party(role):
    assert refused(factories.AppointmentFactory, role=role, party=None)


@pytest.mark.parametrize("role", ["analyst", "administrator", "observer"])
def test_others_may_serve_the_mission_itself(role):
    assert not refused(factories.AppointmentFactory, role=role, party=None)


def test_an_appointment_ends_after_it_begins():
    first, day_before = date(2021, 6, 1), date(2021, 5, 31)

    assert refused(factories.AppointmentFactory, since=first, until=day_before)
    assert not refused(factories.AppointmentFactory, since=first, until=first)


def test_a_mission_closes_after_it_opened():
    assert refused(factories.MissionFactory, closed_on=date(2020, 12, 31))


def test_a_participation_is_in_something():
    assert refused(factories.ParticipationFactory, mission=None, agreement=None)


def test_the_same_role_from_the_same_day_is_held_once(cast):
    same = {"party": cast.north, "mission": cast.mission, "since": factories.FIRST_DAY}

    assert refused(factories.ParticipationFactory, **same)
    assert not refused(factories.ParticipationFactory, **same, role="peacekeeper")


def test_one_party_has_one_wording_in_a_language_and_rivals_stand_beside_it(cast):
    provision = cast.agreement.provisions.get()
    factories.ProvisionWordingFactory(provision=provision, endorsed_by=None)

    assert refused(factories.ProvisionWordingFactory, provision=provision, endorsed_by=None)
    assert not refused(
        factories.ProvisionWordingFactory, provision=provision, endorsed_by=cast.north
    )


def test_a_place_has_a_name_once_in_a_language_and_kind(cast):
    same = {"place": cast.bridge, "name": "Stone Bridge"}

    assert refused(factories.PlaceNameFactory, **same)
    assert not refused(factories.PlaceNameFactory, **same, kind="official")


def test_renaming_keeps_the_search_form_in_step(cast):
    name = cast.bridge.names.get()
    name.name = "Daş Köprü"
    name.save()

    name.refresh_from_db()
    assert name.folded == "das kopru"


@pytest.mark.parametrize("zone", ["UTC", "Indian/Mauritius", "America/New_York"])
def test_a_known_time_zone_is_accepted(zone):
    validate_time_zone(zone)


@pytest.mark.parametrize("zone", ["", "Moscow time", "UTC+4", "../../etc/passwd"])
def test_a_time_zone_that_nobody_knows_is_refused(zone):
    with pytest.raises(ValidationError, match="not a time zone"):
        validate_time_zone(zone)


@pytest.mark.parametrize("name", ["north", "mission", "agreement", "analyst", "uplands"])
def test_what_others_stand_on_cannot_be_deleted(cast, name):
    with pytest.raises(ProtectedError):
        getattr(cast, name).delete()


@pytest.mark.parametrize("model", [Mission, Post, Place, Appointment])
def test_every_row_of_the_standing_order_has_a_history(cast, model):
    assert all(row.history.exists() for row in model.objects.all())


def test_a_post_is_called_by_its_code_and_name():
    assert str(factories.PostFactory.build(code="N-1", name="Saddle")) == "N-1 Saddle"
    assert str(factories.PostFactory.build(code="N-1", name="")) == "N-1"


def test_a_place_is_called_by_its_pair_of_names_or_its_code(cast):
    assert str(cast.village) == "Belmora / Velmura"
    assert str(factories.PlaceFactory(code="pl-hill")) == "pl-hill"
