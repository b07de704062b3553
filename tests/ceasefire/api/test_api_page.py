"""The tables of docs/api.md are what the code serves."""

import re
from pathlib import Path

import pytest

from ceasefire.api.filters import parameters_of
from ceasefire.api.problem_kinds import KINDS
from ceasefire.api.urls import ROUTES

PAGE = Path(__file__).parents[3] / "docs" / "api.md"
ROW = re.compile(r"^\| `([\w-]+)` \|(.*)\|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows():
    return {name: rest.split("|") for name, rest in ROW.findall(PAGE.read_text("utf-8"))}


@pytest.mark.parametrize("name", ROUTES)
def test_the_page_lists_every_parameter_of_a_list(rows, name):
    filterset = getattr(ROUTES[name], "filterset_class", None)
    listed = set(re.findall(r"`(\w+)`", rows[name][-1]))
    assert listed == set(parameters_of(filterset) if filterset else ())


def test_the_page_lists_every_problem_with_its_status(rows):
    listed = {name: rest[0].strip() for name, rest in rows.items() if rest[0].strip().isdigit()}
    assert listed == {slug: str(kind.status) for slug, kind in KINDS.items()}
