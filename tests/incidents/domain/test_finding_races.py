"""Signing, amending and publishing at the same time: on real threads and a real database."""

from collections import Counter

import pytest

from incidents.domain.finding import FindingChangedError, Seen, amend_finding, draft_finding
from incidents.domain.finding_steps import take_step
from incidents.domain.signoff import is_established, sign
from incidents.models import Finding, SignOff
from parties.domain.acting import actor_of
from tests.incidents.judging import AFTER_REPLIES, LATER, as_is, drafted, opened, plain, settled
from tests.incidents.telling import at_once, crew

pytestmark = pytest.mark.django_db(transaction=True)

RACES_OF_ONE_INCIDENT = 20


def check_nothing_half_done(finding):
    """Assert what must hold after any race of signing and amending one version."""
    versions = list(
        Finding.objects.filter(incident=finding.incident).defer("snapshot").order_by("version")
    )
    assert [one.version for one in versions] == list(range(1, len(versions) + 1))
    assert {one.status for one in versions[:-1]} <= {"superseded"}
    for signed in SignOff.objects.filter(finding__in=versions[-2:]):
        assert signed.snapshot_hash == as_is(signed.finding).snapshot_hash
    newest = versions[-1]
    assert is_established(as_is(newest)) == (newest.status == "adopted")


def race(finding, officers, together):
    """Two sign and one amends, all at once, all on the version that they saw."""
    seen = Seen(finding.snapshot_hash, finding.status)

    def work(n):
        if n < 2:
            return sign(finding, "approve", actor=officers[n], seen=seen, now=AFTER_REPLIES)
        content = plain(text=f"Version after {finding.version}.")
        return amend_finding(
            finding, content, actor=officers[0], reason="New.", seen=seen, now=AFTER_REPLIES
        )

    answers = together(work)
    failures = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(failure) for failure in failures} <= {FindingChangedError}, failures
    return answers


def reopened(cast, finding, officer):
    """Bring the newest version into sign-off, whatever the race left."""
    newest = as_is(Finding.objects.filter(incident=finding.incident).order_by("-version")[0])
    if newest.status != "finding_draft":
        newest = amend_finding(newest, plain(), actor=officer, reason="Again.", now=AFTER_REPLIES)
    for action in ("send_to_parties", "open_sign_off"):
        newest = take_step(newest, action, actor=officer, now=AFTER_REPLIES)
    return newest


def run_races(cast, times):
    officers = [actor_of(cast.north_duty_officer), actor_of(cast.south_duty_officer)]
    seen_outcomes = Counter()
    with crew(3) as together:
        for number in range(times):
            if number % RACES_OF_ONE_INCIDENT == 0:  # its versions are all read after each race
                finding = opened(cast)
            answers = race(finding, officers, together)
            check_nothing_half_done(finding)
            amended = not isinstance(answers[2], Exception)
            seen_outcomes["amended" if amended else "adopted"] += 1
            if (number + 1) % RACES_OF_ONE_INCIDENT:
                finding = reopened(cast, finding, officers[0])
    return seen_outcomes


def test_of_signing_and_amending_at_once_nothing_is_half_done(cast):
    assert sum(run_races(cast, 10).values()) == 10


@pytest.mark.slow
def test_a_thousand_races_of_signing_and_amending(cast):
    assert sum(run_races(cast, 1000).values()) == 1000


def test_a_person_who_signs_eight_times_at_once_has_signed_once(cast):
    made, officer = opened(cast), actor_of(cast.north_duty_officer)
    seen = Seen(made.snapshot_hash)
    decisions = ("approve", "abstain") * 4
    at_once(8, lambda n: sign(made, decisions[n], actor=officer, seen=seen, now=AFTER_REPLIES))
    assert SignOff.objects.count() == 1
    assert as_is(made).status == "sign_off"


def test_of_eight_first_drafts_at_once_one_is_made(cast):
    incident, officer = settled(cast), actor_of(cast.north_duty_officer)
    at_once(8, lambda n: draft_finding(incident, plain(), actor=officer, now=LATER))
    assert Finding.objects.count() == 1


def test_of_eight_amendments_of_one_version_at_once_one_is_made(cast):
    made, officer = drafted(cast), actor_of(cast.south_duty_officer)
    seen = Seen(made.snapshot_hash, made.status)
    answers = at_once(
        8,
        lambda n: amend_finding(
            made, plain(text=str(n)), actor=officer, reason="New.", seen=seen, now=LATER
        ),
    )
    assert sum(isinstance(answer, FindingChangedError) for answer in answers) == 7
    assert Finding.objects.count() == 2
