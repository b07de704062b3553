"""The files of the founding case, as they stand beside the code."""

import csv
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "founding_case"


def read_json(name: str) -> Any:
    """Return what a JSON file of the founding case holds."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file of the founding case, every value as written."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
