"""How well a position is known: classes P1 to P7 and the uncertainty in metres behind them."""

from math import inf

# Class → the largest distance, in metres, that the true position may be away. P4 is a
# settlement: no figure gives it, only a name does.
REACH_M = {"P1": 10.0, "P2": 100.0, "P3": 1000.0, "P5": 10_000.0, "P6": 50_000.0, "P7": inf}
FINEST_FIRST = ("P1", "P2", "P3", "P4", "P5", "P6", "P7")


def precision_of(reach_m: float) -> str:
    """Return the finest class that holds an uncertainty of ``reach_m`` metres.

    >>> precision_of(5), precision_of(2000)
    ('P1', 'P5')
    """
    return next(name for name, reach in REACH_M.items() if reach_m <= reach)


def coarser(one: str, other: str) -> str:
    """Return the coarser of two classes; an empty one or P0 says nothing."""
    known = [name for name in (one, other) if name in FINEST_FIRST]
    return max(known, key=FINEST_FIRST.index) if known else "P0"
