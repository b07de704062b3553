"""Entry: positions read per second, and the report form's page against a bare template page."""

import re
import time
from collections.abc import Callable
from decimal import Decimal

from django.test import Client

from bench.cases import Case, Options
from bench.turns import Comparison, timed_side
from incidents.exchange.typed_text import NotUnderstoodError
from incidents.geo.entry import read_position
from incidents.geo.sighting import code_key
from parties.models import User
from tests.incidents.spellings import DECIMAL, GRIDS, MINUTES, SECONDS, rows

FILER = "bench-monitor"
FORM, PLAIN = "/report/", "/plain/page/"
HERE = (39.8, 46.7)
POSTS = {code_key(code): code for code in ("OP-0", "OP-1", "OP-2")}
SIGHTINGS = ["OP-0 NE 2-5 km", "OP-1 045° 2 km", "2 km south of Velmura", "Velmura", "91N 46E"]
SPELLINGS = [*rows(DECIMAL, MINUTES, SECONDS, GRIDS), *SIGHTINGS]
INPUTS_A_SECOND = 20_000
SLOWER_AT_MOST = 3
_PAIR = re.compile(r"(-?\d{1,3}\.\d+), ?(-?\d{1,3}\.\d+)")


class NoPageError(AssertionError):
    """A page was not answered, so that there is nothing to measure."""


def comparisons(options: Options) -> list[Comparison]:
    """A table of real spellings, and two pages of the same signed-in person."""
    signed_in = Client(SERVER_NAME="localhost")
    signed_in.force_login(User.objects.get(username=FILER))
    count = len(SPELLINGS)
    return [
        Comparison(
            f"Reading {count} spellings of positions",
            "ms",
            timed_side("ours", read_all, time.process_time),
            timed_side("decimal pairs only", read_pairs, time.process_time),
            options.rounds,
            ceiling=count / INPUTS_A_SECOND * 1000,
            notes={"inputs": count, "clock": "processor time"},
        ),
        Comparison(
            "The report form",
            "ms",
            timed_side("ours", _getter(signed_in, FORM)),
            timed_side("bare template page", _getter(signed_in, PLAIN)),
            options.rounds,
            ratio_aim=1 / SLOWER_AT_MOST,
        ),
    ]


def read_all() -> int:
    """Read every spelling once; return how many were understood."""
    understood = 0
    for typed in SPELLINGS:
        try:
            read_position(typed, near=HERE, posts=POSTS)
        except NotUnderstoodError:
            continue
        understood += 1
    return understood


def read_pairs() -> int:
    """What one would have written otherwise: one notation, and nothing for the others."""
    pairs = (_PAIR.fullmatch(typed) for typed in SPELLINGS)
    return len([(Decimal(pair[1]), Decimal(pair[2])) for pair in pairs if pair])


def _getter(client: Client, path: str) -> Callable[[], object]:
    def get() -> None:
        if client.get(path).status_code != 200:
            raise NoPageError(path)

    return get


CASE = Case("entry", 5_000, 9, comparisons)
