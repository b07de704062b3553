"""The world, once for all tests of a module, and the number of cells in the end."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.incidents.permissions.oracle import Cells
from tests.incidents.permissions.world import World, build_world, undone

COUNTED: list[int] = []


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, for all tests of a module; nothing of it stays."""
    with django_db_blocker.unblock(), undone():
        yield build_world()


@pytest.fixture
def cells() -> Iterator[Cells]:
    """A sheet of cells, which fails the test that filled it in if one is wrong."""
    sheet = Cells()
    yield sheet
    COUNTED.append(sheet.asserted)
    sheet.say()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many cells were asserted."""
    if COUNTED:
        terminalreporter.write_line(f"permission cells asserted: {sum(COUNTED):,}")
