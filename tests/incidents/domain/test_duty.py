"""Duties: claimed once, leased, tried again however often, and never abandoned."""

from datetime import timedelta

import pytest

from incidents.domain import duty as duties
from incidents.enums import DutyKind
from incidents.models import Duty
from tests.incidents.telling import NOW

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
BOOM = RuntimeError("boom")


@pytest.fixture
def impose(cast):
    """A way to write a duty of the cast's mission."""

    def write(subject="2021-03-10", cause="1", at=NOW):
        duties.impose(
            DutyKind.RECOUNT_DAY, mission=cast.mission, subject=subject, cause=cause, at=at
        )
        return Duty.objects.get(subject=subject, key__endswith=f":{cause}")

    return write


def test_a_duty_is_written_once_for_a_cause(impose):
    assert impose() == impose()
    assert impose(cause="2") != impose()


def test_a_claimed_duty_is_leased_and_its_attempt_counted(impose):
    impose()
    claimed = duties.claim(NOW)
    claimed.refresh_from_db()
    assert (claimed.lease_until, claimed.attempts) == (NOW + duties.LEASE, 1)


def test_a_claimed_duty_is_not_claimed_again(impose):
    impose()
    duties.claim(NOW)
    assert duties.claim(NOW + MINUTE) is None


def test_after_the_lease_another_takes_it(impose):
    impose()
    duties.claim(NOW)
    assert duties.claim(NOW + duties.LEASE + timedelta(seconds=1)).attempts == 2


def test_a_duty_that_kills_its_workers_is_left_alone_for_longer_each_time(impose):
    impose()
    now, waits = NOW, []
    for _ in range(12):
        claimed = duties.claim(now)
        waits.append(claimed.lease_until - now)
        now = claimed.lease_until + timedelta(seconds=1)
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (MINUTE, 10 * MINUTE)


def test_a_duty_that_kills_its_workers_does_not_hold_up_the_others(impose):
    poison, other = impose("2021-03-01"), impose("2021-03-02", at=NOW + MINUTE)
    later = NOW + 2 * MINUTE
    assert duties.claim(later) == poison
    assert duties.claim(later) == other


def test_the_oldest_due_duty_comes_first(impose):
    impose("2021-03-02", at=NOW)
    oldest = impose("2021-03-09", at=NOW - MINUTE)
    assert duties.claim(NOW) == oldest


def test_a_duty_that_is_not_due_waits(impose):
    impose(at=NOW + MINUTE)
    assert duties.claim(NOW) is None


def test_a_discharged_duty_is_done_for_good(impose):
    written = impose()
    duties.discharge([written.pk], NOW)
    assert duties.claim(NOW + timedelta(days=9)) is None
    written.refresh_from_db()
    assert (written.done_at, written.lease_until) == (NOW, None)


def test_a_duty_marked_as_done_by_mistake_is_opened_again(impose):
    written = impose()
    duties.discharge([written.pk], NOW)
    assert duties.reopen([written.key]) == 1
    assert duties.claim(NOW) == written


def test_an_open_duty_is_not_opened_again(impose):
    written = impose()
    leased = duties.claim(NOW)
    assert duties.reopen([written.key]) == 0
    written.refresh_from_db()
    assert written.lease_until == leased.lease_until


def test_siblings_are_open_duties_of_one_kind_mission_and_subject(cast, impose):
    one, other, another_day = impose(), impose(cause="2"), impose("2021-03-11")
    duties.impose(
        DutyKind.PUBLISH_DAY, mission=cast.mission, subject=one.subject, cause="1", at=NOW
    )
    duties.impose(
        DutyKind.RECOUNT_DAY, mission=cast.other_mission, subject=one.subject, cause="1", at=NOW
    )
    assert set(duties.siblings_of(one)) == {one.pk, other.pk}
    assert duties.siblings_of(another_day) == [another_day.pk]


def test_failed_work_is_put_off_and_says_why(impose):
    written = impose()
    claimed = duties.claim(NOW)
    duties.postpone(claimed, [written.pk], BOOM, NOW)
    written.refresh_from_db()
    assert (written.last_error, written.lease_until) == ("RuntimeError: boom", None)
    assert (written.due_at, written.done_at) == (NOW + timedelta(seconds=4), None)


def test_the_waiting_doubles_up_to_ten_minutes_and_never_ends(impose):
    written, now, waits = impose(), NOW, []
    for _ in range(40):
        claimed = duties.claim(now)
        duties.postpone(claimed, [written.pk], BOOM, now)
        written.refresh_from_db()
        waits.append((written.due_at - now).total_seconds())
        now = written.due_at
    assert waits[:8] == [4, 8, 16, 32, 64, 128, 256, 512]
    assert set(waits[8:]) == {600}


def test_siblings_are_put_off_together(impose):
    one, other = impose(), impose(cause="2")
    claimed = duties.claim(NOW)
    duties.postpone(claimed, [one.pk, other.pk], BOOM, NOW)
    assert duties.claim(NOW + timedelta(seconds=3)) is None


def test_a_sibling_that_another_worker_holds_is_left_to_it(impose):
    one, other = impose(), impose(cause="2")
    mine, theirs = duties.claim(NOW), duties.claim(NOW)
    duties.postpone(mine, [one.pk, other.pk], BOOM, NOW)
    theirs.refresh_from_db()
    assert (theirs.lease_until, theirs.last_error) == (NOW + duties.LEASE, "")


def test_work_that_failed_after_all_was_done_does_not_open_the_duty_again(impose):
    written = impose()
    claimed = duties.claim(NOW)
    duties.discharge([written.pk], NOW)
    duties.postpone(claimed, [written.pk], BOOM, NOW)
    written.refresh_from_db()
    assert written.done_at == NOW


@pytest.mark.parametrize("words", ["x" * 10_000, "nul \x00 inside"])
def test_any_error_can_be_kept(impose, words):
    written = impose()
    duties.postpone(duties.claim(NOW), [written.pk], ValueError(words), NOW)
    written.refresh_from_db()
    assert written.last_error.startswith("ValueError: ")


def test_the_oldest_open_duty_tells_how_long_work_has_waited(impose):
    assert duties.oldest_open(NOW) == timedelta(0)
    impose(at=NOW - 7 * MINUTE)
    impose(cause="2", at=NOW - MINUTE)
    assert duties.oldest_open(NOW) == 7 * MINUTE


def test_duties_that_are_done_or_not_due_have_not_waited(impose):
    duties.discharge([impose(at=NOW - MINUTE).pk], NOW)
    impose(cause="2", at=NOW + MINUTE)
    assert duties.oldest_open(NOW) == timedelta(0)
