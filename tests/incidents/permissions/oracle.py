"""Who sees what, written by hand from the mission's rules, not from the table under test.

Readers are named as the rules name them: the public, the other party, the co-chairs, the
analysts, those who verify, and one's own post.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.incidents.permissions.world import RESTRICTED, Told

PUBLIC, PARTIES, CO_CHAIRS = "public", "parties", "co-chairs"
ANALYSTS, VERIFIERS, OWN_POST = "analysts", "verifiers", "own post"
INSIDE = {ANALYSTS, VERIFIERS, OWN_POST}
MISSION = INSIDE | {PARTIES}
ALL = MISSION | {PUBLIC, CO_CHAIRS}

# Fields of an incident → those who read them.
INCIDENT_FIELDS: list[tuple[str, set[str]]] = [
    ("id reference mission mission_day status severity category place area", ALL),
    ("place_label asserted report_count public_lat public_lon weapon", ALL),
    ("count_low count_high count_qualifier count_unit", ALL),
    ("killed_low killed_high injured_low injured_high", ALL),
    ("occurred_from occurred_until time_precision", ALL - {PUBLIC}),
    ("lat lon position_precision post", INSIDE),
    ("release opened_at updated_at", INSIDE),
]
# Fields of a report that is read → those who read them, besides its author.
REPORT_FIELDS: list[tuple[str, set[str]]] = [
    ("report_id content_hash reference is_variant corrects version mission place", ALL),
    ("place_label incident received_at kind scope stance source_kind source_party", ALL),
    ("source_label source_url external_id language occurred_text time_precision", ALL),
    ("date_basis published_text place_text area_text category category_text", ALL),
    ("signature means direction weapon weapon_text alleged_party alleged_text", ALL),
    ("target_text damage damage_text narrative casualties posts_watching", ALL),
    ("count_low count_high count_qualifier count_unit count_text", ALL),
    ("occurred_from occurred_until", ALL - {PUBLIC}),
    ("lat lon position_precision post hints", INSIDE),
    ("position_text bearing bearing_spread range_from_m range_to_m", INSIDE),
]
NORTHERN = ("own", "same post", "same party")
AT_THE_RIDGE = {
    "north_duty_officer": VERIFIERS,
    "south_duty_officer": VERIFIERS,
    "analyst": ANALYSTS,
    "observer": CO_CHAIRS,
    "administrator": PUBLIC,
    "stranger": PUBLIC,
    "public": PUBLIC,
}


def reader(who: str, told: Told) -> str:
    """As whom somebody reads an incident and its report."""
    if told.source == "other mission":
        return VERIFIERS if who == "stranger" else PUBLIC
    if who in AT_THE_RIDGE:
        return AT_THE_RIDGE[who]
    theirs = ("other party",) if who == "south_monitor" else NORTHERN
    return OWN_POST if told.source in theirs else PARTIES


def reads_incident(who: str, told: Told) -> bool:
    """Whether somebody may know of an incident at all."""
    as_whom = reader(who, told)
    if told.category == RESTRICTED:
        return as_whom in {ANALYSTS, VERIFIERS} and (told.release == "public" or as_whom in MISSION)
    return as_whom in {"public": ALL, "parties": ALL - {PUBLIC}, "mission": MISSION}[told.release]


def reads_report(who: str, told: Told) -> bool:
    """Whether somebody may read a report: their own, their side's, or a published one."""
    if who == told.author:
        return True
    if told.category == RESTRICTED:
        return reader(who, told) in {ANALYSTS, VERIFIERS}
    return told.source == "published" or reader(who, told) in INSIDE


def reads_field(who: str, told: Told, readers: set[str]) -> bool:
    """Whether somebody reads a field of a row that they read."""
    return reader(who, told) in readers


@dataclass
class Cells:
    """Asserted cells: how many, and those that are not as they should be."""

    asserted: int = 0
    wrong: list[str] = field(default_factory=list)

    def check(self, got: Any, expected: Any, *where: object) -> None:
        """Assert one cell, and go on."""
        self.asserted += 1
        if got != expected:
            self.wrong.append(f"{' · '.join(map(str, where))}: {got!r}, not {expected!r}")

    def say(self) -> None:
        """Fail if any cell is wrong, naming the first of them."""
        shown = "\n".join(self.wrong[:40])
        assert not self.wrong, f"{len(self.wrong)} of {self.asserted} cells are wrong:\n{shown}"
