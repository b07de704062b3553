"""Legal histories, at random: the verifier accuses none of them."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from incidents.domain import merging
from incidents.domain.daily_return import DenialContent, OutageContent, file_daily_return
from incidents.domain.ledger_rotation import rotate_key
from incidents.domain.merging import holder_of
from incidents.domain.pump import look
from incidents.domain.status import set_status
from incidents.models import Incident, JournalEntry
from incidents.rules import allowed_transitions
from parties.domain.acting import actor_of
from tests.incidents.telling import DAY, DUE, NOW, incident_of, killed, return_content, tell
from tests.verify.history import WHERE, World, open_on
from tests.verify.parties import policy, seal

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

HISTORIES = 100
EVERYTHING = 4
LINES = {
    "denials": (DenialContent(by="lowlands", minutes=40), DenialContent(reason="Mines.")),
    "outages": (OutageContent(what="camera 2"),),
}


@pytest.mark.parametrize("tens", range(HISTORIES // 10))
def test_legal_histories_are_not_accused(cast, tens, log_key):
    for seed in range(10 * tens, 10 * tens + 10):
        with transaction.atomic():
            found = live(cast, random.Random(seed))
            assert (found.verdict, found.wrong) == ("OK", []), seed
            transaction.set_rollback(True)
        log_key.with_name("log.pem.state").unlink()


def live(cast, dice):
    """A random legal history, sealed now and then; the findings of who has everything."""
    open_on(cast, DAY)
    world = World(cast, policy=policy(), log_only=policy(witnesses=()))
    told = []
    for hour in range(dice.randint(4, 14)):
        at = NOW + timedelta(hours=hour)
        dice.choice(DEEDS)(world, told, dice, at)
        if dice.random() < 0.3 and JournalEntry.objects.exists():
            world.held.append(seal())
    look(DUE + timedelta(hours=dice.randint(0, 40)))
    world.held.append(seal())
    return world.check(EVERYTHING)


def observe(world, told, dice, at):
    side = dice.choice(["uplands", "lowlands", ""])
    lines = [killed(dice.choice([None, 0, 2]), side) for _ in range(dice.randint(0, 2))]
    fields = {"casualties": tuple(lines), "narrative": dice.choice(["", "Voilà, Арцах", "é"])}
    fields |= dice.choice([{}, WHERE])
    told.append(world.keep_receipt(tell(world.cast.north_monitor, now=at, **fields)))


def hear(world, told, dice, at):
    same = told[-1].report.report_id if told else None
    author = world.cast.south_monitor
    filed = tell(author, now=at, post="S-1", same_event_as=same, casualties=(killed(1),))
    told.append(world.keep_receipt(filed))


def claim_publicly(world, told, dice, at):
    stance = dice.choice(["claimed", "denied"])
    told.append(world.keep_receipt(tell(None, now=at, stance=stance)))


def correct(world, told, dice, at):
    own = [t.report for t in told if t.report.author == world.cast.north_monitor]
    if own:
        fields = {"corrects": dice.choice(own).report_id, "narrative": "corrected"}
        fields |= dice.choice([{}, {"scope": "nil"}])
        world.keep_receipt(tell(world.cast.north_monitor, now=at, **fields))


def file_again(world, told, dice, at):
    own = [t.report for t in told if t.report.author == world.cast.north_monitor]
    if own:
        twin = dice.choice(own).report_id
        world.keep_receipt(
            tell(
                world.cast.north_monitor,
                now=at,
                report_id=twin,
                count_low=7,
                count_qualifier="exact",
                count_unit="shot",
            )
        )


def decide(world, told, dice, at):
    linked = [t for t in told if t.incident_id]
    if linked:
        officer = actor_of(world.cast.south_duty_officer)
        incident = holder_of(incident_of(dice.choice(linked)))
        steps = allowed_transitions(officer, incident.mission_id, incident.status)
        set_status(incident, dice.choice(steps).target, actor=officer, reason="seen", now=at)


def report_the_day(world, told, dice, at):
    content = return_content(note=dice.choice(["calm", ""]), **dice.choice([{}, LINES]))
    world.keep_receipt(file_daily_return(content, author=world.cast.north_monitor, now=at))


def move_reports(world, told, dice, at):
    officer, rows = actor_of(world.cast.south_duty_officer), list(Incident.objects.order_by("pk"))
    one, other = (dice.choice(rows) for _ in range(2)) if rows else (None, None)
    deeds = (
        lambda: merging.merge(one, other, actor=officer, reason="One blast.", now=at),
        lambda: merging.un_merge(one, actor=officer, reason="Two blasts.", now=at),
        lambda: merging.detach(dice.choice(told).report, actor=officer, reason="Else.", now=at),
    )
    if rows and told:
        with suppress(ValidationError):
            dice.choice(deeds)()


def rotate(world, told, dice, at):
    """Now and then the log gets its next key."""
    if dice.random() < 0.3:
        rotate_key(world.cast.mission, reason="Yearly.", now=at)


DEEDS = (
    *(observe, observe, hear, claim_publicly, correct, file_again, decide, report_the_day),
    *(move_reports, move_reports, rotate),
)
