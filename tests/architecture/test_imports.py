"""Apps and rooms import downwards; pure rooms know no Django."""

import sys

from tests.architecture.plan import (
    APPS,
    CODE_LISTS,
    CODE_LISTS_MAY_IMPORT,
    FLOORS,
    PURE,
)
from tests.architecture.sources import Source, imports_of, offenders, sources

# What pure rooms may stand on besides Python itself.
PURE_LIBRARIES = {
    *("PIL", "cryptography", "lat_lon_parser", "mgrs", "utm", "xlsxwriter", "openpyxl"),
    *("weasyprint", "pyarrow"),
}


def _floor(room: str) -> int:
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


DOMAIN = _floor("domain")


def _own(module: str) -> bool:
    return module.split(".", maxsplit=1)[0] in APPS


def _room(module: str) -> str:
    return module.split(".")[1]


def _of(*apps: str) -> list[Source]:
    return [s for s in sources(*apps) if s.path.parts[1] != "__init__.py"]


def test_apps_import_downwards():
    def upwards(source):
        above = APPS[: APPS.index(source.app)]
        return [m for m in imports_of(source) if m.split(".", maxsplit=1)[0] in above]

    assert offenders(_of(*APPS), upwards) == {}


def test_rooms_import_downwards():
    def upwards(source):
        own = (m for m in imports_of(source) if _own(m))
        return [m for m in own if _floor(_room(m)) > _reach(source, m)]

    assert offenders(_of("incidents", "parties"), upwards) == {}


def _reach(source: Source, module: str) -> int:
    """The highest floor that a file may import from.

    Who acts is a fact of the app below: the rules of incidents may ask its domain.
    """
    below = module.split(".", maxsplit=1)[0] != source.app
    return DOMAIN if below and source.room == "rules" else _floor(source.room)


def test_the_domain_knows_no_background_work():
    def background(source):
        return [m for m in imports_of(source) if m.startswith(("celery", "incidents.tasks"))]

    assert (
        offenders((s for s in _of("incidents", "parties") if s.room == "domain"), background) == {}
    )


def test_pure_rooms_know_no_django_and_no_database():
    pure = PURE - CODE_LISTS
    files = [s for s in _of("incidents", "parties") if s.room in pure]

    def impure(source):
        return [m for m in _foreign(source, PURE_LIBRARIES) if not (_own(m) and _room(m) in pure)]

    assert files
    assert offenders(files, impure) == {}


def test_code_lists_know_only_labels():
    def more(source):
        return [
            m for m in _foreign(source, set()) if m not in CODE_LISTS_MAY_IMPORT and not _own(m)
        ]

    assert offenders((s for s in _of("incidents") if s.room in CODE_LISTS), more) == {}


def _foreign(source: Source, libraries: set[str]) -> list[str]:
    allowed = sys.stdlib_module_names | libraries
    return [m for m in imports_of(source) if m.split(".", maxsplit=1)[0] not in allowed]
