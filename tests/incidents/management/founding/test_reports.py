"""Rows of the founding case as report contents: complete, typed, the same each time."""

from collections import Counter

import pytest

from incidents.ledger.uuid7 import is_uuid7
from incidents.management.founding.files import read_rows
from incidents.management.founding.reports import (
    STANCES,
    party_code,
    read_contents,
    read_count,
    read_return,
)

CONTENTS = {row["report_id"]: content for row, content in read_contents()}
ROWS = {row["report_id"]: row for row in read_rows("reports")}
# Texts that name nobody we could hold to it; they stay text.
NOBODY = {"", "not stated", "village head"}


def test_contents_are_the_same_each_time():
    again = {row["report_id"]: content.canonical() for row, content in read_contents()}
    assert again == {number: content.canonical() for number, content in CONTENTS.items()}


def test_ids_are_distinct_and_of_version_seven():
    ids = [content.report_id for content in CONTENTS.values()]
    assert len(set(ids)) == 92
    assert all(is_uuid7(one) for one in ids)


def test_an_id_carries_the_day_of_publication():
    assert CONTENTS["R016"].report_id.int >> 80 == 1626206400000  # 2021-07-14 00:00 +04:00


@pytest.mark.parametrize("column", ["reporter", "alleged_party"])
def test_every_party_named_resolves_or_stays_text(column):
    unresolved = {row[column] for row in ROWS.values() if not party_code(row[column])}
    assert unresolved <= NOBODY


def test_kinds_follow_the_reporter_and_the_stance():
    kinds = Counter(content.kind for content in CONTENTS.values())
    assert kinds == {"allegation": 51, "observation": 29, "reply": 12}


def test_every_stance_is_known():
    assert {row["stance"] for row in ROWS.values()} == set(STANCES)


@pytest.mark.parametrize(
    "number,category",
    [
        ("R006", "FIR-SAL"),
        ("R031", "FIR-SNP"),
        ("R019", "IND"),
        ("R047", "AIR-UAS"),
        ("R073", "CIV"),
        ("R046", "GRD-ADV"),
        ("R039", "OTH"),
        ("R061", "OTH"),
        ("R062", "OTH"),
    ],
)
def test_categories_are_mapped_and_kept_as_said(number, category):
    assert CONTENTS[number].category == category
    assert CONTENTS[number].category_text == ROWS[number]["category"]


@pytest.mark.parametrize(
    "count,note,read",
    [
        ("", "", (None, "unknown", "")),
        ("0", "", (0, "exact", "0")),
        ("143", "firing points listed", (143, "exact", "143")),
        ("50", '"more than 50"', (50, "at_least", "more than 50")),
        ("80", '"over 80"; over 850 shots', (80, "at_least", "over 80")),
        ("146", "URL says over 145", (146, "exact", "146")),
    ],
)
def test_a_count_keeps_its_qualifier(count, note, read):
    assert read_count({"count": count, "note": note}) == read


@pytest.mark.parametrize("number,precision", [("R051", "P4"), ("R006", "P6"), ("R034", "P0")])
def test_positions_are_as_exact_as_the_row_says(number, precision):
    assert CONTENTS[number].position_precision == precision


def test_only_nil_statements_become_returns():
    returns = {n: read_return(ROWS[n], content) for n, content in CONTENTS.items()}
    made = [number for number, one in returns.items() if one is not None]
    assert made == ["R001", "R002", "R003", "R004", "R005", "R175"]


def test_a_statement_of_a_month_has_no_mission_day():
    assert read_return(ROWS["R003"], CONTENTS["R003"]).mission_day is None


def test_a_weekly_total_is_known_to_the_week():
    assert CONTENTS["R159"].time_precision == "T6"
