"""What is wrong with a dataset file, or with a cell of one, in words for who brought it."""

from django.utils.translation import gettext as _


def advice_on(code: str, told: str = "") -> str:
    """Return what to do with a file that is not read."""
    words = _advice()[code]
    return f"{words} ({told})" if told else words


def _advice() -> dict[str, str]:
    return {
        "too_large": _("The file is too large: split it by years."),
        "too_much": _("The file takes too long, or too much memory, to read: split it by years."),
        "too_many_wrong": _("More than 100,000 rows are wrong. Is it the file that you meant?"),
        "too_many_columns": _("The file has more than 1,000 columns: leave some out."),
        "no_text": _("The file is no text: save it as CSV in UTF-8."),
        "not_allowed": _("You import no datasets at this mission any more."),
        "empty": _("The file is empty."),
        "unreadable_workbook": _("The workbook cannot be read: save it again as XLSX, or as CSV."),
        "duplicate_columns": _("Some columns have the same name: give each its own."),
        "lacking_columns": _("The file lacks columns that the mapping names."),
        "column_characters": _(
            "The name of a column holds characters that no text can hold: give it another."
        ),
        "unknown_columns": _(
            "The columns are not those of ACLED, UCDP GED, the OSCE or our own files: say"
            " which column is what."
        ),
        "totals": _(
            "These are totals, not events: they would be counted as events beside the events"
            " that they add up. Import the events themselves."
        ),
    }


def reason_of(code: str) -> str:
    """Return what is wrong with a cell or row."""
    return {
        "characters": _("holds characters that no text can hold"),
        "ends_before": _("ends before it begins"),
        "formula": _("is a formula: save the sheet with its values"),
        "no_date": _("is no date"),
        "no_date_at_all": _("is empty: an event without a date is not taken"),
        "no_degrees": _("are no degrees"),
        "no_id": _("is missing, or longer than 80 characters"),
        "no_number": _("is no number of people"),
        "not_on_earth": _("is not on earth"),
        "number_of_cells": _("the row has not as many cells as the header: it may be cut off"),
        "total": _("is a total of events: it would be counted beside them"),
        "unreadable": _("the row cannot be read"),
    }[code]


def kind_of(code: str) -> str:
    """Return what a file was read as."""
    names = {"acled": "ACLED", "ged": "UCDP GED", "osce": "OSCE"}
    ours = {"ours": _("a file of ours"), "mapped": _("the columns that were chosen")}
    return (names | ours).get(code, "")
