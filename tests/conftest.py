"""What every test may ask for: the database, a real browser, accessibility rules."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# Append-only tables refuse TRUNCATE by a trigger; emptying the test database between
# two tests is the one time when that is wanted.
WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"


def pytest_configure() -> None:
    """Say at once what is missing, rather than fail at the first query."""
    if not os.environ.get("DATABASE_URL"):
        pytest.exit("No DATABASE_URL: run ./dev test, which brings its own PostgreSQL.", 4)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let the database be emptied between tests despite its append-only tables."""
    operations = type(connection.ops)
    flush = operations.execute_sql_flush
    operations.execute_sql_flush = lambda self, sql: flush(self, [WITHOUT_TRIGGERS, *sql])


def require(program: str, package: str) -> str:
    """The path of a program; without it the test is skipped, or fails where CI runs."""
    path = shutil.which(program)
    if path:
        return path
    message = f"{program} is missing: apt-get install {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    return pytest.skip(message)


@pytest.fixture(scope="session")
def needs() -> Callable[[str, str], str]:
    """A way to ask for a program, with the Debian package that brings it."""
    return require


@pytest.fixture
def screenshots() -> Path:
    """The folder for pictures of pages; git ignores it."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder


pytest_plugins = ["tests.browser", "tests.people"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start slow tests first, so that the last worker does not end with one."""
    items.sort(key=lambda item: "slow" not in item.keywords)
