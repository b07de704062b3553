"""Weeks and the end of an embargo in the log: told, compared, and not accused."""

import importlib.util
import json
from datetime import timedelta

import pytest

from incidents.domain.pump import look
from incidents.models import DailyReport, JournalEntry
from tests.incidents.telling import AFTER_DUE, DAY, tell
from tests.verify.history import TOOLS, World
from tests.verify.parties import policy, seal

pytestmark = pytest.mark.django_db

OVER = AFTER_DUE + timedelta(hours=49)


@pytest.fixture
def world(cast):
    """A day and its week, published under an embargo that ended."""
    for mission in (cast.mission, cast.other_mission):
        mission.opened_on, mission.closed_on, mission.embargo_hours = DAY, DAY, 48
        mission.save()
    world = World(cast, policy=policy(), log_only=policy(witnesses=()))
    tell(cast.north_monitor)
    look(AFTER_DUE)
    look(OVER)
    look(OVER)
    world.held.append(seal())
    return world


@pytest.mark.slow
def test_weeks_and_releases_are_compared_and_honest_ones_pass(world):
    kinds = DailyReport.objects.filter(mission=world.cast.mission).values_list("kind", flat=True)
    assert sorted(kinds) == ["day", "week"]
    found = world.check(4)
    assert (found.verdict, found.wrong) == ("OK", [])
    assert not any("day_released" in line for line in found.checked)


def story():
    spec = importlib.util.spec_from_file_location("verify", TOOLS / "verify.py")
    verify = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(verify)
    return verify.Story(verify.Findings())


def entries(action):
    for one in JournalEntry.objects.filter(action=action, mission__code="ridge").order_by("seq"):
        yield {
            "seq": one.seq,
            "action": one.action,
            "mission": "ridge",
            "subject_id": one.subject_id,
            "body": bytes(one.body).decode(),
            "actor": "",
            "at": one.at.isoformat(),
        }


def test_what_was_never_published_or_is_public_already_is_not_released(world):
    published, released = list(entries("day_published")), list(entries("day_released"))
    told = story()
    for one in (*published, *released):
        told.tell(dict(one))
    assert told.found.wrong == []
    told.tell(dict(released[0]))
    other = dict(released[0], body=json.dumps({"content_hash": "0" * 64}))
    told.tell(other)
    assert [line.split(": ")[1] for line in told.found.wrong] == ["no such embargo"] * 2
