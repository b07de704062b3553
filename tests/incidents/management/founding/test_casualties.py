"""Casualties of the founding case, read from two numbers and a wording."""

import pytest

from incidents.management.founding.casualties import read_casualties, sides
from incidents.management.founding.files import read_rows


def told(side, killed="", wounded=""):
    row = {"casualty_side": side, "killed": killed, "wounded": wounded}
    return [(one.outcome, one.side, one.best) for one in read_casualties(row)]


def test_blank_cells_say_nothing():
    assert told("") == []


def test_zero_is_stated_as_none():
    assert told("", "0", "0") == [("killed", "", 0), ("injured", "", 0)]


def test_one_number_of_one_side():
    assert told("NK", wounded="6") == [("injured", "nk-authorities", 6)]


def test_the_number_of_two_sides_is_divided_as_worded():
    assert told("2 NK + 2 Azerbaijan", wounded="4") == [
        ("injured", "nk-authorities", 2),
        ("injured", "azerbaijan", 2),
    ]


def test_losses_claimed_without_a_number_are_unknown():
    assert told("Azerbaijan (claimed losses)") == [
        ("killed", "azerbaijan", None),
        ("injured", "azerbaijan", None),
    ]


def test_civilians_are_told_apart():
    row = {"casualty_side": "NK civilian", "killed": "1", "wounded": ""}
    assert [one.person_kind for one in read_casualties(row)] == ["civilian"]


@pytest.mark.parametrize("row", read_rows("reports"), ids=lambda row: row["report_id"])
def test_the_sides_add_up_to_the_columns(row):
    lines = read_casualties(row)
    assert row["casualty_side"] in sides()
    for outcome, column in (("killed", "killed"), ("injured", "wounded")):
        numbers = [one.best for one in lines if one.outcome == outcome and one.best is not None]
        assert sum(numbers) == int(row[column] or 0)
