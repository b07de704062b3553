"""The kinds of value that a column of a file holds; unknown is empty in all of them."""

TEXT = "text"
WHOLE = "whole"  # a whole number
REAL = "real"
TRUTH = "truth"  # true or false
DAY = "day"  # a date, as ISO 8601
INSTANT = "instant"  # RFC 3339 in UTC, to the second

NUMBERS = frozenset({WHOLE, REAL})
