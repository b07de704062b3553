"""Sign-offs of daily reports in the log: honest ones are not accused, changed ones are."""

import pytest
from django.db import transaction

from incidents.domain.daily_signoff import sign_report
from incidents.domain.pump import look
from incidents.models import DailyReport
from parties.domain.acting import actor_of
from tests.incidents.telling import AFTER_DUE, DAY, tell
from tests.verify.history import World, open_on, sql
from tests.verify.parties import policy, seal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

CHANGES = {
    "decision": ("UPDATE incidents_dailysignoff SET decision = 'dissent'", "decision is not"),
    "text": ("UPDATE incidents_dailysignoff SET text = 'but'", "text_hash is not"),
    "gone": ("DELETE FROM incidents_dailysignoff WHERE decision = 'dissent'", "gone"),
    "another revision": (
        "UPDATE incidents_dailysignoff SET snapshot_hash = repeat('0', 64)",
        "shown, but not in the log",
    ),
}


def test_what_was_signed_of_a_day_is_compared_with_the_log(cast):
    open_on(cast, DAY)
    world = World(cast, policy=policy(), log_only=policy(witnesses=()))
    world.keep_receipt(tell(cast.north_monitor))
    look(AFTER_DUE)
    report = DailyReport.objects.get(mission=cast.mission, kind="day")
    for user, decision in (
        (cast.north_duty_officer, "approve"),
        (cast.south_duty_officer, "dissent"),
    ):
        said = {"actor": actor_of(user), "seen": report.content_hash, "now": AFTER_DUE}
        sign_report(report, decision, text="Why.", **said)
    look(AFTER_DUE)
    world.held.append(seal())
    assert (world.check(4).verdict, world.check(4).wrong) == ("OK", [])
    for statement, words in CHANGES.values():
        with transaction.atomic():
            sql(statement)
            assert any(f"sign off {DAY}/1" in w and words in w for w in world.check(1).wrong), words
            transaction.set_rollback(True)
