"""Apps and rooms import downwards; pure rooms know no Django."""

import sys

import pytest

from tests.architecture.plan import (
    APPS,
    CODE_LISTS,
    CODE_LISTS_MAY_IMPORT,
    FLOORS,
    PURE,
)
from tests.architecture.sources import Source, imports_of, sources

# What pure rooms may stand on besides Python itself.
PURE_LIBRARIES = {"cryptography", "lat_lon_parser", "mgrs", "utm", "xlsxwriter", "openpyxl"}


def _floor(room: str) -> int:
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


DOMAIN = _floor("domain")


def _own(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in APPS


def _room(module: str) -> str:
    return module.split(".")[1]


def _of(*apps: str) -> list[Source]:
    return [s for s in sources(*apps) if s.path.parts[1] != "__init__.py"]


@pytest.mark.parametrize("source", _of(*APPS), ids=str)
def test_apps_import_downwards(source):
    above = APPS[: APPS.index(source.app)]

    assert [m for m in imports_of(source) if m.split(".")[0] in above] == []


@pytest.mark.parametrize("source", _of("incidents", "parties"), ids=str)
def test_rooms_import_downwards(source):
    imported = {m for m in imports_of(source) if _own(m)}

    assert [m for m in imported if _floor(_room(m)) > _reach(source, m)] == []


def _reach(source: Source, module: str) -> int:
    """The highest floor that a file may import from.

    Who acts is a fact of the app below: the rules of incidents may ask its domain.
    """
    below = module.split(".", maxsplit=1)[0] != source.app
    return DOMAIN if below and source.room == "rules" else _floor(source.room)


@pytest.mark.parametrize("source", [s for s in _of("incidents") if s.room == "domain"], ids=str)
def test_the_domain_knows_no_background_work(source):
    assert [m for m in imports_of(source) if m.startswith(("celery", "incidents.tasks"))] == []


@pytest.mark.parametrize(
    "source",
    [s for s in _of("incidents", "parties") if s.room in PURE - CODE_LISTS],
    ids=str,
)
def test_pure_rooms_know_no_django_and_no_database(source):
    allowed = sys.stdlib_module_names | PURE_LIBRARIES
    foreign = {m for m in imports_of(source) if m.split(".")[0] not in allowed}

    assert [m for m in foreign if not (_own(m) and _room(m) in PURE - CODE_LISTS)] == []


@pytest.mark.parametrize("source", [s for s in _of("incidents") if s.room in CODE_LISTS], ids=str)
def test_code_lists_know_only_labels(source):
    foreign = {m for m in imports_of(source) if m.split(".")[0] not in sys.stdlib_module_names}

    assert [m for m in foreign if m not in CODE_LISTS_MAY_IMPORT and not _own(m)] == []
