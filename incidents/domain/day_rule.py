"""The rule of a mission's days, as its row states it."""

from datetime import date, time

from incidents.missionday.day_rule import DayRule, Earlier
from parties.models import Mission


def rule_of(mission: Mission) -> DayRule:
    """Return how the mission's days end, and how earlier ones did."""
    earlier = [
        Earlier(
            date.fromisoformat(row["until"]), row["time_zone"], time.fromisoformat(row["cut_off"])
        )
        for row in mission.earlier_days
    ]
    return DayRule(mission.time_zone, mission.cut_off, earlier)
