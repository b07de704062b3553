"""Degrees as whole microdegrees: a coordinate has six decimals at most."""

from decimal import Decimal
from math import ceil, floor

PER_DEGREE = 1_000_000


def microdegrees_within(low: float, high: float) -> tuple[int, int]:
    """Return the first and the last microdegree between two angles in degrees, both included.

    The first is above the last where none lies between.
    """
    first, last = (Decimal(str(degrees)) * PER_DEGREE for degrees in (low, high))
    return ceil(first), floor(last)
