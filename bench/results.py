"""Results: a table for people, JSON for machines; never a verdict on seconds."""

import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.turns import Outcome

FOLDER = Path(__file__).resolve().parent / "results"


def table(outcomes: Iterable[Outcome]) -> str:
    """Both sides of each comparison with median and spread, and the ratio below."""
    lines: list[str] = []
    for outcome in outcomes:
        lines += ["", outcome.comparison.title, *_notes(outcome)]
        for side, figures in (
            (outcome.comparison.ours, outcome.ours),
            (outcome.comparison.other, outcome.other),
        ):
            if side:
                lines.append(_line(side.name, figures, outcome.comparison.unit))
        lines.append(f"  {_ratio(outcome)}")
    return "\n".join(lines)


def _notes(outcome: Outcome) -> list[str]:
    notes = outcome.comparison.notes
    return [f"  ({', '.join(f'{name} {value}' for name, value in notes.items())})"] if notes else []


def _line(name: str, figures: list[float], unit: str) -> str:
    middle = median(figures)
    spread = f"min {_short(min(figures))}, max {_short(max(figures))}, n {len(figures)}"
    rate = f"  {_short(1000 / middle)}/s" if unit == "ms" else ""
    return f"  {name:34} {_short(middle):>8} {unit}  ({spread}){rate}"


def _ratio(outcome: Outcome) -> str:
    words = []
    if outcome.ratios:
        pairs = f"pairs from {_short(min(outcome.ratios))} to {_short(max(outcome.ratios))}"
        words.append(f"ratio {_short(outcome.ratio)} ({pairs})")
    if outcome.aim:
        words.append(f"aim {outcome.aim}: {'reached' if outcome.reached else 'NOT reached'}")
    return "; ".join(words)


def _short(figure: float) -> str:
    """Three digits that count."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def write(case: str, size: int, outcomes: Iterable[Outcome], machine: dict[str, Any]) -> Path:
    """Keep every figure of a run; return the file."""
    FOLDER.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = FOLDER / f"{now:%Y%m%dT%H%M%SZ}-{case}.json"
    record = {
        "case": case,
        "size": size,
        "at": now.isoformat(timespec="seconds"),
        "machine": machine,
        "comparisons": [_record(outcome) for outcome in outcomes],
    }
    path.write_text(json.dumps(record, indent=1, default=str) + "\n")
    return path


def machine() -> dict[str, Any]:
    """What the figures depend on."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def _record(outcome: Outcome) -> dict[str, Any]:
    comparison = outcome.comparison
    return {
        "title": comparison.title,
        "unit": comparison.unit,
        "notes": comparison.notes,
        comparison.ours.name: outcome.ours,
        **({comparison.other.name: outcome.other} if comparison.other else {}),
        "ratios": outcome.ratios,
        "median_ratio": outcome.ratio,
        "aim": outcome.aim,
        "reached": outcome.reached,
    }
