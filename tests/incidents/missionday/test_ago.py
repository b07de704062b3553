"""Times told from now."""

from datetime import UTC, datetime, timedelta

import pytest

from incidents.exchange.typed_text import NotUnderstoodError
from incidents.missionday.ago import read_ago

NOW = datetime(2020, 11, 10, 12, 0, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text, minutes, precision",
    [("now", 0, "T1"),
     ("20 minutes ago", 20, "T2"), ("3 min ago", 3, "T1"), ("2 ч назад", 120, "T3"),
     ("yarım saat önce", 30, "T2"), ("un heure ago", 60, "T3")],
)  # fmt: skip
def test_the_minute_that_long_ago(text, minutes, precision):
    read = read_ago(text, NOW)
    assert read == (NOW.replace(second=0) - timedelta(minutes=minutes), precision)


@pytest.mark.parametrize("text", ["14:30", "yesterday", "", "agony"])
def test_what_is_told_otherwise_is_left_to_others(text):
    assert read_ago(text, NOW) is None


@pytest.mark.parametrize("text", ["200000 minutes ago", "two bananas ago", "ago"])
def test_what_nobody_remembers_is_refused(text):
    with pytest.raises(NotUnderstoodError, match="ago"):
        read_ago(text, NOW)
