"""Flash and spot reports: one unverified flash of each incident, and what supersedes it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from incidents.domain.daily_replay import recompute
from incidents.domain.daily_report import due_at
from incidents.domain.merging import merge
from incidents.domain.pump import look
from incidents.domain.queries.access import visible_daily_reports
from incidents.domain.queries.daily import superseding
from incidents.domain.spot_report import (
    LONGEST_TEXT,
    incidents_without_flash,
    name_of_flash,
    publish_flash,
    write_spot,
)
from incidents.domain.status import set_status
from incidents.enums import PersonKind
from incidents.ledger.canonical import parsed
from incidents.models import DailyReport, Duty, JournalEntry
from parties.domain.acting import actor_of
from tests.ceasefire.postgresql.world import behind
from tests.incidents.telling import DAY, NOW, at_once, incident_of, killed, tell

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
WORDS = "A shell fell on the market of Velmura. One woman died."


def grave(cast, **content):
    """An incident in which a civilian was killed."""
    lines = (killed(1, "north", person_kind=PersonKind.CIVILIAN),)
    return incident_of(tell(cast.north_monitor, casualties=lines, **content))


@pytest.fixture
def incident(cast):
    return grave(cast)


def spot(cast, *incidents, text=WORDS, user=None, now=NOW + MINUTE):
    actor = actor_of(user or cast.north_duty_officer)
    return write_spot(cast.mission, incidents, text, actor=actor, now=now)


def flashes():
    return list(DailyReport.objects.filter(kind="flash").order_by("pk"))


def content(report):
    return parsed(bytes(report.content))


def test_a_very_serious_incident_gets_a_flash_within_a_minute(cast, incident):
    look(incident.opened_at + MINUTE)
    [flash] = flashes()
    assert flash.name == f"flash-{incident.reference}"
    assert flash.published_at - incident.opened_at <= MINUTE
    said = content(flash)
    assert (said["verified"], said["text"], said["supersedes"]) == (False, "", [])
    assert [row["reference"] for row in said["incidents"]] == [incident.reference]
    assert said["totals"]["killed"] == 1


def test_looking_again_or_twice_at_once_makes_no_second_one(cast, incident):
    for _ in range(3):
        look(incident.opened_at + MINUTE)
    assert publish_flash(incident, incident.opened_at + MINUTE) is None
    assert len(flashes()) == 1
    assert not Duty.objects.filter(kind="publish_flash", done_at__isnull=True).exists()


@pytest.mark.django_db(transaction=True)
def test_four_workers_publish_one_flash(cast):
    incident = grave(cast)
    at_once(4, lambda _: publish_flash(incident, incident.opened_at + MINUTE))
    assert len(flashes()) == 1


def test_what_is_told_of_days_later_gets_no_flash(cast):
    one = grave(cast, occurred_from=NOW - timedelta(days=2))
    assert not incidents_without_flash(one.opened_at).exists()


def test_what_is_less_serious_old_restricted_or_merged_gets_none(cast):
    tell(cast.north_monitor)
    assert not incidents_without_flash(NOW + MINUTE).exists()
    one = grave(cast)
    assert not incidents_without_flash(one.opened_at + timedelta(hours=2)).exists()
    grave(cast, category="CIV-SGB")
    other = grave(cast, occurred_from=NOW - timedelta(hours=2))
    merge(other, one, actor=actor_of(cast.north_duty_officer), reason="One.", now=NOW + MINUTE)
    assert [row.pk for row in incidents_without_flash(NOW + MINUTE)] == [one.pk]


def test_numbers_are_gapless_for_each_kind(cast, incident):
    other = grave(cast, occurred_from=NOW - timedelta(hours=2))
    look(NOW + MINUTE)
    written = [spot(cast, incident), spot(cast, other)]
    assert sorted(one.number for one in flashes()) == [1, 2]
    assert [(one.name, str(one)) for one in written] == [
        ("spot-2021-1", "1/2021"),
        ("spot-2021-2", "2/2021"),
    ]


def test_a_spot_report_supersedes_the_flash_and_says_so(cast, incident):
    look(NOW + MINUTE)
    written = spot(cast, incident)
    said = content(written)
    assert (said["text"], said["verified"]) == (WORDS, True)
    assert said["supersedes"] == [name_of_flash(incident)]
    assert superseding(actor_of(cast.analyst), flashes()[0]) == written
    assert superseding(actor_of(cast.analyst), written) is None


def test_only_a_report_of_at_least_the_same_incidents_supersedes(cast, incident):
    other = grave(cast, occurred_from=NOW - timedelta(hours=2))
    both = spot(cast, incident, other)
    one = spot(cast, incident)
    analyst = actor_of(cast.analyst)
    assert (content(one)["supersedes"], superseding(analyst, both)) == ([], None)
    again = spot(cast, other, incident)
    assert content(again)["supersedes"] == sorted([both.name, one.name])
    assert superseding(analyst, one) == again


def test_its_author_stands_in_the_journal_and_not_in_the_report(cast, incident):
    written = spot(cast, incident)
    entry = JournalEntry.objects.get(subject_id=f"{written.name}/1")
    assert (entry.action, entry.actor) == ("day_published", cast.north_duty_officer)
    assert cast.north_duty_officer.username not in bytes(written.content).decode()


def test_a_snapshot_stays_when_the_incident_changes_and_comes_out_again(cast, incident):
    look(NOW + MINUTE)
    written = spot(cast, incident)
    officer = actor_of(cast.north_duty_officer)
    set_status(incident, "triaged", actor=officer, now=NOW + 2 * MINUTE)
    later = spot(cast, incident, now=NOW + 3 * MINUTE)
    assert content(later)["incidents"][0]["status"] == "triaged"
    rows = DailyReport.objects.filter(kind__in=("flash", "spot")).select_related("mission")
    assert rows.count() == 3
    assert all(recompute(one) == bytes(one.content) for one in rows)
    assert content(written)["incidents"][0]["status"] == "submitted"


def test_both_are_the_staffs_until_the_incident_is_public(cast, incident):
    cast.mission.opened_on = DAY
    cast.mission.save()
    look(NOW + MINUTE)
    written = spot(cast, incident)
    names = {written.name, name_of_flash(incident)}
    for user, reads in ((cast.analyst, names), (cast.public, set()), (cast.observer, set())):
        with behind(user):
            rows = visible_daily_reports(actor_of(user)).filter(kind__in=("flash", "spot"))
            assert set(rows.values_list("name", flat=True)) == reads
    look(due_at(cast.mission, DAY))
    look(due_at(cast.mission, DAY) + MINUTE)
    look(due_at(cast.mission, DAY) + MINUTE)
    public = visible_daily_reports(actor_of(cast.public)).filter(kind__in=("flash", "spot"))
    assert set(public.values_list("name", flat=True)) == names


@pytest.mark.parametrize("who", ["north_monitor", "analyst", "administrator", "stranger"])
def test_only_a_duty_officer_writes_one(cast, incident, who):
    with pytest.raises(PermissionDenied):
        spot(cast, incident, user=cast.everybody[who])


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_TEXT + 1)])
def test_it_has_words_and_not_too_many(cast, incident, text):
    with pytest.raises(ValidationError):
        spot(cast, incident, text=text)


def test_it_tells_of_nothing_restricted_of_no_other_mission_and_of_something(cast):
    restricted = grave(cast, category="CIV-SGB")
    for chosen in ((), (restricted,)):
        with pytest.raises(ValidationError):
            spot(cast, *chosen)
    with pytest.raises(PermissionDenied):
        write_spot(
            cast.other_mission, [grave(cast)], WORDS, actor=actor_of(cast.north_duty_officer)
        )
    assert not DailyReport.objects.filter(kind="spot").exists()
