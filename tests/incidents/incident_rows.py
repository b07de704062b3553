"""Incidents written straight into the table, for tests in which only their numbers matter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from incidents.domain.daily_tally import tally_stale_days
from incidents.enums import Release, Severity, Status
from incidents.ledger.uuid7 import uuid7
from incidents.models import Incident, StaleDay
from tests.incidents.telling import DAY, NOW
from tests.people import Cast

losses = st.none() | st.integers(0, 5)
COLUMNS = {
    "mission_day": st.sampled_from([DAY, DAY - timedelta(days=1), None]),
    "category": st.sampled_from(["FIR-SAL", "IND", "CIV", "CIV-SGB", "CIV-CHD"]),
    "status": st.sampled_from(Status.values),
    "severity": st.sampled_from(Severity.values),
    "release": st.sampled_from(Release.values),
    "asserted": st.booleans(),
    "report_count": st.integers(1, 4),
    "killed_low": losses,
    "injured_low": losses,
    "area_text": st.sampled_from(["", "The mill", 'A "quoted" area', "Ущелье"]),
}
WHERE = {"here": st.booleans(), "placed": st.booleans(), "posted": st.booleans()}
incidents = st.fixed_dictionaries(COLUMNS | WHERE)


def write(cast: Cast, told: Sequence[dict[str, Any]]) -> list[Incident]:
    """Write incidents; where they are is said of the cast's missions, places and posts."""
    return Incident.objects.bulk_create(
        Incident(
            id=(made := uuid7()),
            reference=f"I-{made}",
            mission=cast.mission if row["here"] else cast.other_mission,
            place=cast.village if row["placed"] else None,
            post=cast.north_post if row["posted"] else None,
            sort_at=NOW,
            opened_at=NOW,
            updated_at=NOW,
            **{name: value for name, value in row.items() if name not in WHERE},
        )
        for row in told
    )


def long_ago() -> None:
    """Let all marks of stale days be old, so that each of these days is calm."""
    StaleDay.objects.update(marked_at=NOW)


def tally_all() -> None:
    """Tally every stale day, as the worker does when it has become calm."""
    long_ago()
    while tally_stale_days():
        pass
