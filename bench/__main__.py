"""`./dev bench [case ...]`: fill scratch databases, let both sides take turns, print ratios."""

import argparse
import os
import sys

if not os.environ.get("DATABASE_URL"):
    sys.exit("No DATABASE_URL: run ./dev bench, which brings its own PostgreSQL.")

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django

django.setup()

from bench.cases import (  # noqa: E402
    Case,
    Options,
    access,
    as_of,
    batch,
    box,
    day,
    days,
    entry,
    export,
    filing,
    importing,
    incident_list,
    late,
    ledger,
    memory,
    posts,
    room,
    statistics,
    unchanged,
    verifying,
    wall,
)
from bench.fill import filled_database  # noqa: E402
from bench.plans import plans_of  # noqa: E402
from bench.results import machine, table, write  # noqa: E402
from bench.turns import Outcome, take_turns  # noqa: E402

EVERY = (
    *(incident_list, entry, access, wall, day, days, memory, filing, ledger, verifying),
    *(batch, posts, export, importing, unchanged, room, statistics, late, box, as_of),
)
CASES = {module.CASE.name: module.CASE for module in EVERY}


def main() -> None:
    """Run the cases asked for, or all."""
    arguments = _arguments()
    for name in arguments.case or CASES:
        case = CASES[name]
        size = arguments.size if arguments.size and case.size else case.size
        options = Options(size, arguments.rounds or case.rounds, keep=arguments.keep)
        print(f"\n== {name} ==", flush=True)
        outcomes = _run(case, options, plans=arguments.plans)
        print(table(outcomes))
        print(f"  every figure: {write(name, size, outcomes, machine())}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("case", nargs="*", help=f"which of: {', '.join(CASES)}; all if none")
    parser.add_argument("--size", type=int, help="rows of incidents, instead of the case's own")
    parser.add_argument("--rounds", type=int, help="turns of each side, instead of the case's own")
    parser.add_argument("--keep", action="store_true", help="keep the database for the next run")
    parser.add_argument("--plans", action="store_true", help="print how PostgreSQL answers ours")
    arguments = parser.parse_args()
    if unknown := set(arguments.case) - set(CASES):
        parser.error(f"no such case: {', '.join(sorted(unknown))}")
    return arguments


def _run(case: Case, options: Options, *, plans: bool) -> list[Outcome]:
    if not options.size:
        return _outcomes(case, options, plans=plans)
    with filled_database(options.size, keep=options.keep):
        return _outcomes(case, options, plans=plans)


def _outcomes(case: Case, options: Options, *, plans: bool) -> list[Outcome]:
    outcomes = []
    for comparison in case.comparisons(options):
        outcomes.append(take_turns(comparison, warm_up=case.warm_up))
        if plans and comparison.ours.action:
            print(f"\n{comparison.title}\n\n{plans_of(comparison.ours.action)}")
    return outcomes


if __name__ == "__main__":
    main()
