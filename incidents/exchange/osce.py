"""The table that observer missions of the OSCE publish: what was observed, line by line.

Source: the annexes of the daily reports of the Special Monitoring Mission to Ukraine. It
names no side, by design.
"""

COLUMNS = (
    *("position", "event_location", "means", "number", "observation", "description"),
    *("weapon", "date", "time", "reference"),
)
NOT_KNOWN = "N/K"
# Count qualifier → how the number is written; {low} and {high} stand for the counts.
NUMBERS = {
    "exact": "{low}",
    "about": "about {low}",
    "at_least": "at least {low}",
    "at_most": "at most {low}",
    "range": "{low}-{high}",
    "multiple": "multiple",
}
