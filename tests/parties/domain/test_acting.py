"""Who somebody is today: the appointments that hold, and the posts they speak for."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from parties.domain.acting import Actor, actor_of, filer_of, posts_open_to
from tests.factories import AppointmentFactory, PostFactory

TODAY = date(2021, 6, 15)
FILING = {"monitor", "duty_officer"}


@pytest.mark.parametrize(
    "since,until,holds",
    [
        (date(2021, 6, 15), None, True),
        (date(2021, 6, 16), None, False),
        (date(2021, 1, 1), date(2021, 6, 15), True),
        (date(2021, 1, 1), date(2021, 6, 14), False),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(db, since, until, holds):
    appointment = AppointmentFactory(since=since, until=until)

    assert bool(actor_of(appointment.user, TODAY).appointments) is holds


# 01:00 on 16 June at the mission, four hours ahead of UTC.
AT_NIGHT = datetime(2021, 6, 15, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "since,until,holds",
    [
        (date(2021, 6, 16), None, True),
        (date(2021, 6, 17), None, False),
        (date(2021, 1, 1), date(2021, 6, 16), True),
        (date(2021, 1, 1), date(2021, 6, 15), False),
    ],
)
def test_today_is_the_mission_s_day(db, since, until, holds):
    user = AppointmentFactory(since=since, until=until).user

    for with_names in (True, False):
        actor = actor_of(user, now=AT_NIGHT, with_names=with_names)
        assert bool(actor.appointments) is holds


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_who_is_not_signed_in_is_the_public(nobody):
    actor = actor_of(nobody)

    assert actor.is_public
    assert actor == Actor()


def test_who_was_made_inactive_is_the_public(cast):
    cast.analyst.is_active = False

    assert actor_of(cast.analyst).is_public


def test_the_roles_of_a_mission_are_those_held_there(cast):
    AppointmentFactory(user=cast.analyst, mission=cast.other_mission, role="administrator")
    actor = actor_of(cast.analyst)

    assert actor.roles_at(cast.mission.pk) == {"analyst"}
    assert actor.roles_at(cast.other_mission.pk) == {"administrator"}


def test_a_stranger_holds_no_role_at_a_mission_of_their_party(cast):
    assert actor_of(cast.stranger).roles_at(cast.mission.pk) == frozenset()


def test_missions_are_found_by_the_roles_held_there(cast):
    AppointmentFactory(user=cast.analyst, mission=cast.other_mission, role="administrator")
    actor = actor_of(cast.analyst)

    assert actor.missions_as({"administrator"}) == {cast.other_mission.pk}
    assert actor.mission_ids == {cast.mission.pk, cast.other_mission.pk}


def test_a_monitor_speaks_for_the_posts_named_in_the_appointment(cast):
    PostFactory(mission=cast.mission, code="N-2").operatorships.create(party=cast.north)

    assert posts_open_to(actor_of(cast.north_monitor), cast.mission, FILING) == [cast.north_post]


def test_without_named_posts_one_speaks_for_all_that_the_party_operates(cast):
    posts = posts_open_to(actor_of(cast.north_duty_officer), cast.mission, FILING)

    assert posts == [cast.centre, cast.north_post]


@pytest.mark.parametrize("name", ["analyst", "administrator", "observer", "stranger", "public"])
def test_nobody_else_speaks_for_a_post(cast, name):
    actor = actor_of(getattr(cast, name))

    assert posts_open_to(actor, cast.mission, FILING) == []


def test_one_who_acts_twice_speaks_for_the_posts_of_both(cast):
    AppointmentFactory(
        user=cast.north_monitor, mission=cast.mission, role="duty_officer", party=cast.south
    )

    posts = posts_open_to(actor_of(cast.north_monitor), cast.mission, FILING)

    assert [p.code for p in posts] == ["JC", "N-1", "S-1"]


def test_asking_takes_one_query_for_any_number_of_appointments(cast, django_assert_num_queries):
    for party in (cast.north, cast.south, cast.west):
        AppointmentFactory(
            user=cast.north_monitor, mission=cast.mission, role="monitor", party=party
        )

    with django_assert_num_queries(1):
        actor = actor_of(cast.north_monitor)
        assert len([a.mission.code + str(a.party) for a in actor.appointments]) == 4
    with django_assert_num_queries(2):  # their own posts, and those of parties
        posts_open_to(actor, cast.mission, FILING)


@pytest.mark.parametrize("who", ["north_monitor", "north_duty_officer", "analyst", "south_monitor"])
def test_who_files_is_known_with_the_posts_in_one_question(cast, who, django_assert_num_queries):
    person = getattr(cast, who)
    known = actor_of(person)
    with django_assert_num_queries(1):
        filer = filer_of(person)
    assert (filer.user, set(filer.appointments)) == (known.user, set(known.appointments))
    asked = posts_open_to(known, cast.mission, FILING)
    assert posts_open_to(filer, cast.mission, FILING) == asked
    assert bool(asked) is (who != "analyst")


def test_of_several_appointments_each_keeps_its_own_posts(cast):
    named = PostFactory(mission=cast.mission)
    other = AppointmentFactory(
        user=cast.north_monitor, mission=cast.mission, role="monitor", party=cast.south
    )
    other.posts.add(named)
    known, filer = actor_of(cast.north_monitor), filer_of(cast.north_monitor)
    assert len(filer.appointments) == 2
    for roles in ({"monitor"}, {"duty_officer"}, FILING):
        assert posts_open_to(filer, cast.mission, roles) == posts_open_to(
            known, cast.mission, roles
        )
    assert named in posts_open_to(filer, cast.mission, {"monitor"})


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_nobody_files(nobody):
    assert filer_of(nobody) == Actor()
