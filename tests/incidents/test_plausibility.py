"""Hints warn of slips, and of nothing that observers really report."""

import inspect
import re
from datetime import UTC, datetime, timedelta

import pytest

from incidents import plausibility
from incidents.enums import Hint
from incidents.plausibility import Account, hints_on, sun_height

POST = (39.8, 46.7)
NOON = datetime(2020, 12, 11, 9, 0, tzinfo=UTC)  # noon at 46° E
MIDNIGHT = datetime(2020, 12, 11, 21, 0, tzinfo=UTC)


def north(km):
    return POST[0] + km / 111.2, POST[1]


def hints(**told):
    return list(hints_on(Account(**{"seen_from": POST, "at": NOON, "to_the_hour": True} | told)))


@pytest.mark.parametrize(
    "km, told, expected",
    [
        (40, {"means": "heard", "weapon": "mortar"}, [Hint.HEARD_TOO_FAR]),
        (15, {"means": "heard", "weapon": "mortar"}, []),
        (40, {"means": "heard", "category": "IND-MOR"}, [Hint.HEARD_TOO_FAR]),
        (11, {"means": "heard", "category": "FIR-SAL"}, [Hint.HEARD_TOO_FAR]),
        (11, {"means": "heard", "category": "FIR"}, []),
        (38, {"means": "heard", "weapon": "howitzer"}, []),
        (30, {"means": "seen_by_eye"}, [Hint.SEEN_TOO_FAR]),
        (30, {"means": "seen_with_optics"}, []),
        (30, {"means": "satellite_image"}, []),
        (80, {"source_kind": "own_post"}, [Hint.OUTSIDE_SECTOR]),
        (80, {"source_kind": "own_patrol"}, []),
        (22, {"means": "heard", "weapon": "mortar", "blur_km": 5.0}, []),
    ],
)
def test_distances_beyond_ears_and_eyes_are_doubted(km, told, expected):
    assert hints(position=north(km), **told) == expected


@pytest.mark.parametrize(
    "narrative",
    [
        "Seen in dense fog",
        "dans le brouillard",
        "в тумане",
        "siste, yoğun sis",
        "dumanlı hava",
        "մառախուղի մեջ",
    ],
)
def test_what_was_seen_in_fog_is_doubted(narrative):
    assert Hint.SEEN_IN_FOG in hints(means="seen_by_eye", narrative=narrative)
    assert hints(means="thermal_camera", narrative=narrative) == []


@pytest.mark.parametrize(
    "at, means, signature, expected",
    [
        (MIDNIGHT, "seen_by_eye", "vehicle_movement", [Hint.SEEN_IN_DARK]),
        (NOON, "seen_by_eye", "vehicle_movement", []),
        (MIDNIGHT, "seen_by_eye", "muzzle_flash", []),
        (MIDNIGHT, "night_vision", "vehicle_movement", []),
        (None, "seen_by_eye", "vehicle_movement", []),
    ],
)
def test_only_what_gives_no_light_is_doubted_at_night(at, means, signature, expected):
    assert hints(at=at, means=means, signature=signature) == expected


def test_a_night_is_not_doubted_when_only_the_day_is_known():
    told = {"means": "seen_by_eye", "signature": "vehicle_movement", "to_the_hour": False}
    assert hints(at=MIDNIGHT, **told) == []


@pytest.mark.parametrize(
    "minutes, source, category, expected",
    [
        (5, "own_patrol", "FIR", [Hint.MOVED_TOO_FAST]),
        (60, "own_patrol", "FIR", []),
        (5, "own_post", "GRD-ADV", [Hint.MOVED_TOO_FAST]),
        (5, "own_post", "FIR", []),  # two places under fire at once are two events
    ],
)
def test_nothing_on_the_ground_is_faster_than_a_vehicle(minutes, source, category, expected):
    before = NOON - timedelta(minutes=minutes)
    told = {"position": north(25), "last_position": north(5), "last_at": before}
    assert hints(source_kind=source, category=category, **told) == expected


def test_what_is_not_known_is_not_doubted():
    assert hints_on(Account()) == ()


@pytest.mark.parametrize(
    "at, point, height",
    [
        (datetime(2021, 3, 20, 12, 7, tzinfo=UTC), (0.0, 0.0), 90),
        (datetime(2021, 6, 21, 12, 2, tzinfo=UTC), (51.48, 0.0), 61.96),
        (datetime(2020, 12, 21, 12, 0, tzinfo=UTC), (51.48, 0.0), 15.1),
        (datetime(2020, 12, 11, 8, 46, tzinfo=UTC), (39.8, 46.7), 27.2),
        (datetime(2020, 12, 11, 20, 46, tzinfo=UTC), (39.8, 46.7), -73.2),
    ],
)
def test_the_sun_stands_where_almanacs_say(at, point, height):
    assert sun_height(at, point) == pytest.approx(height, abs=1)


def test_every_hint_is_in_the_code_list():
    source = inspect.getsource(plausibility.hints_on)
    assert re.findall(r'"(\w+)": _', source) == list(Hint)
