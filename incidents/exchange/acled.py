"""The columns and codes of ACLED, and how ours map to them.

Source: ACLED codebook of 2024 (31 columns of the public export). What ACLED has no event
for is left out of its profile; which side regained or overtook ground, we do not judge.
"""

from collections.abc import Iterable, Mapping

COLUMNS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2"),
    *("admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale"),
    *("notes", "fatalities", "tags", "timestamp"),
)
BATTLES, EXPLOSIONS = "Battles", "Explosions/Remote violence"
AGAINST_CIVILIANS, STRATEGIC = "Violence against civilians", "Strategic developments"
POLITICAL_VIOLENCE = "Political violence"
OTHER = (STRATEGIC, "Other")
ATTACK = (AGAINST_CIVILIANS, "Attack")
ABDUCTION = (AGAINST_CIVILIANS, "Abduction/forced disappearance")
DISRUPTED = (STRATEGIC, "Disrupted weapons use")
LEFT_OUT = frozenset({"INF", "CYB"})
# Category, or its class for all the rest of it → event type and sub-event type.
EVENTS: dict[str, tuple[str, str]] = {
    "FIR": (BATTLES, "Armed clash"),
    "IND": (EXPLOSIONS, "Shelling/artillery/missile attack"),
    "AIR": OTHER,
    "AIR-UAS": (EXPLOSIONS, "Air/drone strike"),
    "AIR-SHD": DISRUPTED,
    "EXP": (EXPLOSIONS, "Remote explosive/landmine/IED"),
    "EXP-NEW": OTHER,
    "EXP-FND": OTHER,
    "GRD": OTHER,
    "WPN": (STRATEGIC, "Change to group/activity"),
    "WPN-MIS": OTHER,
    "EXR": OTHER,
    "CIV": ATTACK,
    "CIV-ABD": ABDUCTION,
    "CIV-SGB": (AGAINST_CIVILIANS, "Sexual violence"),
    "CIV-CHD": ABDUCTION,
    "CIV-THR": OTHER,
    "CIV-DSP": OTHER,
    "PRP": (STRATEGIC, "Looting/property destruction"),
    "HUM": OTHER,
    "MON": OTHER,
    "MON-FIR": ATTACK,
    "MON-UAV": DISRUPTED,
    "MON-DET": ABDUCTION,
    "DET": OTHER,
    "DET-HLD": (STRATEGIC, "Arrests"),
    "TER": (STRATEGIC, "Non-violent transfer of territory"),
    "OTH": OTHER,
}
TIME_PRECISION = {**dict.fromkeys(("T1", "T2", "T3", "T4", "T5"), "1"), "T6": "2", "T7": "3"}
GEO_PRECISION = {
    **dict.fromkeys(("P1", "P2", "P3", "P4"), "1"),
    "P5": "2",
    "P6": "3",
    "P7": "3",
}
# Kind of a party → type of actor; of other kinds nothing is said.
ACTOR_TYPES = {
    "state": "State forces",
    "armed_group": "Rebel group",
    "organisation": "External/Other forces",
    "contingent": "External/Other forces",
}


def event_of(category: str) -> tuple[str, str] | None:
    """Return event and sub-event type of a category; None if ACLED has no such event."""
    kind = category[:3]
    return None if kind in LEFT_OUT else EVENTS.get(category, EVENTS.get(kind, OTHER))


def events_of(categories: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return the events of those categories that have one."""
    return {code: event for code in categories if (event := event_of(code))}


def disorder_of(event_type: str) -> str:
    """Return the disorder type of an event type."""
    return STRATEGIC if event_type == STRATEGIC else POLITICAL_VIOLENCE
