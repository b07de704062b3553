"""Daily tallies: every write marks its days, whoever writes, and a tally misses none."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from incidents.domain import merging
from incidents.domain.daily_report import publish_day
from incidents.domain.daily_tally import DIMENSIONS, tally_stale_days
from incidents.domain.pump import look
from incidents.domain.redaction import consent_to_redaction, propose_redaction
from incidents.domain.status import set_status
from incidents.enums import NOT_COUNTED
from incidents.models import DailyTally, Incident, StaleDay
from incidents.rules import RESTRICTED_CATEGORIES
from parties.domain.acting import actor_of
from tests.incidents.incident_rows import long_ago, tally_all
from tests.incidents.telling import AFTER_DUE, DAY, NOW, at_once, incident_of, tell

ONE_DAY = timedelta(days=1)
YESTERDAY = NOW - ONE_DAY

pytestmark = pytest.mark.django_db


def marked():
    """The days that are stale."""
    return set(StaleDay.objects.values_list("mission_day", flat=True))


def moved(cast, incident):
    """A correction moves an incident to the day before."""
    report = incident.links.get().report
    tell(cast.north_monitor, corrects=report.report_id, occurred_from=YESTERDAY)


def merged(cast, incident):
    """Another incident of the day is merged into it."""
    other = Incident.objects.exclude(pk=incident.pk).get()
    merging.merge(other, incident, actor=actor_of(cast.north_duty_officer), reason="One blast.")


def redacted(cast, incident):
    """Words of its report are destroyed."""
    report = incident.links.get().report
    north, south = (actor_of(one) for one in (cast.north_duty_officer, cast.south_duty_officer))
    asked = propose_redaction(report, ["narrative"], actor=north, reason="A name.", now=NOW)
    consent_to_redaction(asked, actor=south, now=NOW)


def run(sql):
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


WRITES = {
    "filing": (lambda cast, _one: tell(cast.north_monitor), {DAY}),
    "filing without a day": (
        lambda _cast, _one: tell(None, occurred_from=None, time_precision="T0"),
        set(),
    ),
    "a correction": (moved, {DAY, DAY - ONE_DAY}),
    "a status": (
        lambda cast, one: set_status(
            one, "triaged", actor=actor_of(cast.north_duty_officer), reason="", now=NOW
        ),
        {DAY},
    ),
    "a merge": (merged, {DAY}),
    "a redaction": (redacted, {DAY}),
    "a publication": (lambda cast, _one: publish_day(cast.mission, DAY, AFTER_DUE), {DAY}),
    "a statement by hand": (
        lambda _cast, _one: run("UPDATE incidents_incident SET mission_day = mission_day + 7"),
        {DAY, DAY + 7 * ONE_DAY},
    ),
    "an area": (lambda cast, _one: rename(cast.village), {DAY}),
}


def rename(place):
    """Let a place lie in another area."""
    place.area = "Lower valley"
    place.save()


@pytest.fixture
def known(cast):
    """Two incidents of one day in a village, tallied."""
    first, _second = (
        tell(cast.north_monitor, place=cast.village.code, narrative="Shots.") for _ in "12"
    )
    tally_all()
    assert marked() == set()
    return incident_of(first)


@pytest.mark.parametrize("write", WRITES)
def test_a_write_marks_the_days_that_it_changes(cast, known, write):
    act, days = WRITES[write]
    act(cast, known)
    assert marked() == days


def test_what_else_is_said_of_a_place_marks_nothing(cast, known):
    cast.village.country = "UTO"
    cast.village.save()
    rename(cast.bridge)
    assert marked() == set()


def test_a_tally_counts_a_day_by_each_dimension(known):
    rows = DailyTally.objects.filter(mission_day=DAY)
    assert set(rows.values_list("dimension", "counted")) == {(name, 2) for name in DIMENSIONS}


def test_a_tally_that_was_made_again_replaces_the_former_one(known):
    Incident.objects.update(category="IND-MOR", killed_low=2)
    tally_all()
    (row,) = DailyTally.objects.filter(dimension="category")
    assert (row.code, row.counted, row.killed_low, row.killed_unsaid) == ("IND-MOR", 2, 4, 0)


def test_a_tally_that_was_made_again_leaves_nothing_of_a_dimension_that_is_gone(known):
    DailyTally.objects.filter(dimension="weapon").update(dimension="colour")
    Incident.objects.update(severity=2)
    tally_all()
    assert set(DailyTally.objects.values_list("dimension", flat=True)) == set(DIMENSIONS)


def test_who_changes_the_rules_that_tallies_hold_marks_all_days():
    rules = [DIMENSIONS, sorted(RESTRICTED_CATEGORIES), sorted(NOT_COUNTED)]
    told = hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:16]
    assert told == "82040d95e10566ca", (
        "Tallies hold the former rules: mark all days by a migration, with MARK_ALL of 0045, "
        "and write the new digest here."
    )


def test_a_day_that_is_being_filed_of_is_left_alone_but_not_for_long(cast):
    tell(cast.north_monitor)
    assert tally_stale_days() == 0
    long_ago()
    tell(cast.north_monitor)
    StaleDay.objects.filter(pk=StaleDay.objects.latest("pk").pk).update(
        marked_at=F("marked_at") + timedelta(minutes=5)
    )
    assert (tally_stale_days(), marked()) == (1, set())


def test_the_newest_days_come_first(cast):
    for days in range(3):
        tell(cast.north_monitor, occurred_from=NOW - days * ONE_DAY)
    long_ago()
    assert tally_stale_days(1) == 1
    assert marked() == {DAY - ONE_DAY, DAY - 2 * ONE_DAY}


@pytest.fixture
def no_older_days(cast):
    """Missions of one day, so that the worker has little else to do."""
    cast.mission.opened_on = DAY
    cast.mission.save()
    cast.other_mission.closed_on = cast.other_mission.opened_on
    cast.other_mission.save()


@pytest.mark.usefixtures("no_older_days")
def test_the_worker_tallies_what_is_calm(cast):
    tell(cast.north_monitor)
    long_ago()
    look(NOW)
    assert marked() == set()


@pytest.mark.usefixtures("no_older_days")
def test_the_worker_goes_on_where_a_tally_fails(cast):
    tell(cast.north_monitor)
    long_ago()
    run("ALTER TABLE incidents_dailytally ADD CONSTRAINT none CHECK (false)")
    with transaction.atomic():
        assert look(NOW) > 0
    assert marked() == {DAY}


@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_a_day_is_tallied_stays_marked(cast):
    tell(cast.north_monitor)
    long_ago()
    with transaction.atomic():
        tell(cast.north_monitor)
        (done,) = at_once(1, lambda _n: tally_stale_days())
    assert (done, marked()) == (1, {DAY})
    assert DailyTally.objects.get(dimension="category").counted == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("hold", [lambda cast: rename(cast.village), lambda _cast: tally_all()])
def test_nobody_tallies_while_an_area_is_changed_or_another_one_tallies(cast, hold):
    tell(cast.north_monitor, place=cast.village.code)
    long_ago()
    with transaction.atomic():
        hold(cast)
        assert at_once(1, lambda _n: tally_stale_days()) == [0]
