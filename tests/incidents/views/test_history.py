"""The history on the incident page: in words, for those who read the journal."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.domain.status import set_status
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, tell
from tests.incidents.typing import signed_in
from tests.people import PEOPLE

CLAIM = {"kind": "allegation", "source_kind": "party_command", "stance": "claimed"}


def page_of(person, incident):
    return signed_in(person).get(f"/incidents/{incident.pk}/").content.decode()


def corrected(cast):
    first = tell(None, weapon="mortar", place="pl-village")
    set_status(incident_of(first), "triaged", actor=actor_of(cast.north_duty_officer))
    said = {
        "post": "",
        "weapon": "tank",
        "lat": Decimal("40.1"),
        "lon": Decimal("10.1"),
        "position_precision": "P3",
    }
    later = NOW + timedelta(hours=1)
    tell(cast.north_duty_officer, later, corrects=first.report.report_id, **said, **CLAIM)
    return incident_of(first)


def test_a_change_is_told_in_words(cast):
    page = page_of(cast.analyst, corrected(cast))
    assert "<del>mortar</del></td><td><ins>tank</ins>" in page
    assert "<del>Belmora / Velmura</del></td><td><ins>not stated</ins>" in page
    assert "Status set: submitted → triaged" in page
    assert "duty officer, The north" in page


@pytest.mark.parametrize("who", ["observer", "administrator", "stranger", "public"])
def test_others_read_no_history(cast, who):
    assert 'id="history"' not in page_of(cast.everybody[who], corrected(cast))


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_is_named_to_others(cast, who):
    incident = corrected(cast)
    name = cast.north_duty_officer.get_username()
    if who != "north_duty_officer":
        assert name not in page_of(cast.everybody[who], incident)
