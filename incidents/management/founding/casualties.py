"""Casualties of the founding case's rows, by side as each row words it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from incidents.domain.content import CasualtyContent
from incidents.enums import Outcome, PersonKind
from incidents.management.founding.files import read_json

Row = dict[str, str]
COLUMNS = {Outcome.KILLED: "killed", Outcome.INJURED: "wounded"}


@cache
def sides() -> dict[str, list[dict[str, Any]]]:
    """Return how each wording of the column ``casualty_side`` was read, by hand."""
    reading: dict[str, list[dict[str, Any]]] = read_json("casualty_sides")
    return reading


def read_casualties(row: Row) -> tuple[CasualtyContent, ...]:
    """Return the casualties of a row; a blank cell is unknown and gives none.

    Where the source claims losses without a number, the numbers are None.
    """
    text = row["casualty_side"]
    return tuple(
        casualty for reading in sides()[text] for casualty in _of_one_side(row, text, reading)
    )


def _of_one_side(row: Row, text: str, reading: dict[str, Any]) -> Iterator[CasualtyContent]:
    for outcome in reading["outcomes"]:
        cell = row[COLUMNS[outcome]]
        number = reading.get("number", int(cell) if cell else None)
        if number is None and not reading.get("unknown"):
            continue
        yield CasualtyContent(
            outcome=outcome,
            person_kind=reading.get("person_kind", PersonKind.UNKNOWN),
            side=reading["side"],
            side_text=text,
            low=number,
            best=number,
            high=number,
        )
