"""The words of the radio form: what each means, and how it is read back."""

from typing import NamedTuple


class Word(NamedTuple):
    """A word of a slot: the code that it stands for, and how it is said."""

    slot: str
    code: str
    said: str


_SLOTS: dict[str, dict[str, tuple[str, str]]] = {
    "means": {
        "HE": ("heard", "HEARD"),
        "SN": ("seen_by_eye", "SEEN"),
        "OP": ("seen_with_optics", "SEEN WITH OPTICS"),
        "NV": ("night_vision", "SEEN BY NIGHT VISION"),
        "CA": ("fixed_camera", "CAMERA"),
        "TH": ("thermal_camera", "THERMAL CAMERA"),
        "UA": ("uav", "SEEN BY UAV"),
        "AC": ("acoustic_sensor", "ACOUSTIC SENSOR"),
        "RA": ("radar", "RADAR"),
    },
    "weapon": {
        "SA": ("small_arms", "SMALL ARMS"),
        "SR": ("sniper_rifle", "SNIPER RIFLE"),
        "HMG": ("heavy_machine_gun", "HEAVY MACHINE GUN"),
        "AGL": ("automatic_grenade_launcher", "GRENADE LAUNCHER"),
        "GRN": ("grenade", "GRENADE"),
        "RPG": ("rpg_recoilless", "ROCKET PROPELLED GRENADE"),
        "ATM": ("atgm", "ANTI TANK MISSILE"),
        "MOR": ("mortar", "MORTAR"),
        "CAN": ("cannon_ifv", "CANNON"),
        "TNK": ("tank", "TANK"),
        "HOW": ("howitzer", "HOWITZER"),
        "MLR": ("mlrs", "ROCKET ARTILLERY"),
        "MSL": ("ballistic_missile", "MISSILE"),
        "AAW": ("anti_air", "ANTI AIRCRAFT"),
        "AIR": ("aircraft", "AIRCRAFT"),
        "HEL": ("helicopter", "HELICOPTER"),
        "UAR": ("uav_recon", "RECONNAISSANCE UAV"),
        "UAS": ("uav_strike", "STRIKE UAV"),
        "LOI": ("loitering_munition", "LOITERING MUNITION"),
        "FPV": ("fpv", "FPV DRONE"),
        "MIN": ("mine", "MINE"),
        "IED": ("ied", "IMPROVISED DEVICE"),
        "UXO": ("uxo", "UNEXPLODED ORDNANCE"),
        "NK": ("", "WEAPON NOT KNOWN"),
    },
    "unit": {
        "RDS": ("round", "ROUNDS"),
        "EXP": ("explosion", "EXPLOSIONS"),
        "BST": ("burst", "BURSTS"),
        "SHT": ("shot", "SHOTS"),
        "XCH": ("exchange", "EXCHANGES"),
        "ITM": ("item", "ITEMS"),
        "PAX": ("person", "PERSONS"),
    },
    "direction": {
        "IN": ("incoming", "INCOMING"),
        "OUT": ("outgoing", "OUTGOING"),
        "XNG": ("crossing", "CROSSING"),
        "VRT": ("vertical", "VERTICAL"),
        "IMP": ("impact_only", "IMPACT ONLY"),
    },
}
WORDS: dict[str, Word] = {
    word: Word(slot, code, said)
    for slot, words in _SLOTS.items()
    for word, (code, said) in words.items()
}

# The first word: what sort of event, the class of its category, how it is said.
EVENTS: dict[str, tuple[str, str]] = {
    "F": ("FIR", "FIRE"),
    "X": ("OTH", "EXPLOSION"),
    "A": ("AIR", "AIR"),
    "G": ("GRD", "GROUND MOVEMENT"),
    "W": ("WPN-PRS", "WEAPONS PRESENT"),
    "M": ("EXP-FND", "MINE FOUND"),
}
# Event and weapon → the kind of the category, where they say it.
KINDS: dict[str, dict[str, str]] = {
    "F": {
        "small_arms": "FIR-SAL",
        "sniper_rifle": "FIR-SNP",
        "heavy_machine_gun": "FIR-HMG",
        "automatic_grenade_launcher": "FIR-AGL",
        "grenade": "FIR-AGL",
        "cannon_ifv": "FIR-CAN",
        "tank": "FIR-TNK",
        "mortar": "IND-MOR",
        "howitzer": "IND-ART",
        "mlrs": "IND-MLR",
        "ballistic_missile": "IND-MSL",
        "uav_strike": "AIR-UAS",
        "loitering_munition": "AIR-UAS",
        "fpv": "AIR-UAS",
    },
    "X": {
        "mortar": "IND-MOR",
        "howitzer": "IND-ART",
        "mlrs": "IND-MLR",
        "ballistic_missile": "IND-MSL",
        "mine": "EXP-DET",
        "ied": "EXP-DET",
        "uxo": "EXP-DET",
        "uav_strike": "AIR-UAS",
        "loitering_munition": "AIR-UAS",
        "fpv": "AIR-UAS",
    },
    "A": {
        "aircraft": "AIR-OVF",
        "helicopter": "AIR-HEL",
        "uav_recon": "AIR-UAR",
        "uav_strike": "AIR-UAS",
        "loitering_munition": "AIR-UAS",
        "fpv": "AIR-UAS",
    },
}
# What is counted if the line does not say.
_SHOTS = ("small_arms", "sniper_rifle")
_BURSTS = ("heavy_machine_gun", "automatic_grenade_launcher")
_ITEMS = ("A", "G", "W", "M")


def unit_of(event: str, weapon: str) -> str:
    """Return what is counted when a line gives a bare number."""
    if event in _ITEMS:
        return "item"
    if weapon in _SHOTS:
        return "shot"
    return "burst" if weapon in _BURSTS else "explosion"


POINTS = {
    "N": "NORTH", "NNE": "NORTH NORTH EAST", "NE": "NORTH EAST", "ENE": "EAST NORTH EAST",
    "E": "EAST", "ESE": "EAST SOUTH EAST", "SE": "SOUTH EAST", "SSE": "SOUTH SOUTH EAST",
    "S": "SOUTH", "SSW": "SOUTH SOUTH WEST", "SW": "SOUTH WEST", "WSW": "WEST SOUTH WEST",
    "W": "WEST", "WNW": "WEST NORTH WEST", "NW": "NORTH WEST", "NNW": "NORTH NORTH WEST",
}  # fmt: skip
DIGITS = dict(
    zip(
        "0123456789",
        ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"),
        strict=True,
    )
)
