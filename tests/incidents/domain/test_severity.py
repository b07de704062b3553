"""Severity follows who was harmed, then what was used."""

import pytest

from incidents.enums import Severity
from tests.incidents.telling import incident_of, killed, tell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "category,line,severity",
    [
        ("FIR-SAL", {}, Severity.S1),
        ("OTH", {}, Severity.S1),
        ("IND-MOR", {}, Severity.S2),
        ("AIR-UAS", {}, Severity.S2),
        ("AIR-UAR", {}, Severity.S1),
        ("MON-FIR", {}, Severity.S2),
        ("FIR-SAL", {"best": 1, "person_kind": "military"}, Severity.S3),
        ("FIR-SAL", {"best": 1, "person_kind": "civilian"}, Severity.S4),
        ("FIR-SAL", {"low": 1, "person_kind": "peacekeeper"}, Severity.S4),
        ("FIR-SAL", {"best": 0, "person_kind": "civilian"}, Severity.S1),
        ("FIR-SAL", {"person_kind": "civilian"}, Severity.S1),
        ("IND-MOR", {"person_kind": "civilian"}, Severity.S2),
    ],
)
def test_an_incident_is_as_grave_as_the_rule_says(cast, category, line, severity):
    lines = (killed(**line),) if line else ()
    acknowledged = tell(cast.north_monitor, category=category, casualties=lines)
    assert incident_of(acknowledged).severity == severity


def test_the_gravest_account_decides(cast):
    first = tell(cast.north_monitor)
    grave = (killed(1, person_kind="civilian"),)
    tell(cast.south_monitor, post="S-1", same_event_as=first.report.report_id, casualties=grave)
    assert incident_of(first).severity == Severity.S4
