"""The rooms are those of the plan; a new one is a decision, not an accident."""

import pytest

from tests.architecture.plan import (
    APPS,
    FILES,
    FLOORS,
    INNER_ROOMS,
    NO_NAMES,
    ROOMS,
    SAME_STEM,
    TOP_LEVEL,
    WALKS,
)
from tests.architecture.sources import ROOT, offenders, sources


def _folders(path):
    return {
        p.name
        for p in path.iterdir()
        if p.is_dir() and p.name != "__pycache__" and any(p.rglob("*.*"))
    }


def _modules(path):
    return {p.stem for p in path.glob("*.py")} - {"__init__"}


def _ignored():
    lines = (ROOT / ".gitignore").read_text().splitlines()
    return {line.strip("/") for line in lines}


def test_the_top_level_holds_only_what_people_expect():
    seen = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}

    assert seen - _ignored() - TOP_LEVEL == set()


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_only_the_rooms_of_the_plan(app):
    assert _folders(ROOT / app) - ROOMS[app] == set()


CATALOGUES = {"locale", "locale_of_libraries"}


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_only_the_files_of_the_plan_beside_its_rooms(app):
    assert _modules(ROOT / app) - FILES[app] == set()


@pytest.mark.parametrize(
    "room",
    [
        f"{app}/{room}"
        for app in APPS
        for room in sorted(ROOMS[app] - {"locale", "locale_of_libraries"})
    ],
)
def test_a_room_has_only_the_inner_rooms_of_the_plan(room):
    inner = _folders(ROOT / room) if (ROOT / room).exists() else set()

    assert inner - INNER_ROOMS.get(room, set()) == set()


@pytest.mark.parametrize("app", ["incidents", "parties"])
def test_every_room_stands_on_a_floor(app):
    on_floors = set().union(*FLOORS)

    assert (ROOMS[app] | FILES[app]) - on_floors == {"migrations"}


def test_no_file_is_named_for_what_has_no_name():
    def names(source):
        return {part.removesuffix(".py") for part in source.path.parts} & NO_NAMES

    assert offenders(sources(*APPS, "tests"), names) == {}


@pytest.mark.parametrize("room", SAME_STEM)
def test_every_test_of_a_room_bears_the_stem_of_what_it_tests(room):
    stems = _modules(ROOT / room) | WALKS | {"conftest"}
    tests = {stem.removeprefix("test_") for stem in _modules(ROOT / "tests" / room)}

    assert {t for t in tests if t not in stems and not t.startswith(_beginnings(stems))} == set()


def _beginnings(stems):
    """A module with many tests has them in several files: filing, filing_races."""
    return tuple(f"{stem}_" for stem in stems)


@pytest.mark.parametrize("folder", ["tests", "ceasefire", "incidents", "parties"])
def test_every_folder_of_modules_says_what_it_is(folder):
    folders = {path.parent for path in (ROOT / folder).rglob("*.py")}

    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()] == []
