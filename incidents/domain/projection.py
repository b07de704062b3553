"""Projection: an incident's row, worked out anew from the reports that stand."""

from datetime import date, datetime

from incidents.domain.day_rule import rule_of
from incidents.domain.losses import losses_of
from incidents.domain.severity import severity_of
from incidents.enums import ASSERTING, DATED, Scope, Severity, TimePrecision
from incidents.geo.position import coarsened
from incidents.missionday.window import local_date
from incidents.models import Incident, Report
from incidents.rules import RESTRICTED_CATEGORIES

_REPEATED = (
    "occurred_from",
    "occurred_until",
    "time_precision",
    "place_id",
    "area_text",
    "lat",
    "lon",
    "position_precision",
    "post_id",
    "category",
    "weapon",
    "count_low",
    "count_high",
    "count_qualifier",
    "count_unit",
)


def project(incident: Incident, standing: list[Report], at: datetime) -> None:
    """Repeat the leading report's facts and add up what counts.

    The leading report is the first that asserts the event, else the first that
    speaks of it, else (all were corrected away) the first. Unless it is restricted
    itself, restricted reports add nothing: what they say must not show in a sum.
    """
    events = [report for report in standing if report.scope == Scope.EVENT]
    asserting = [report for report in events if report.stance in ASSERTING]
    leading = (asserting or events or standing)[0]
    if leading.category not in RESTRICTED_CATEGORIES:
        events = [report for report in events if report.category not in RESTRICTED_CATEGORIES]
        asserting = [report for report in asserting if report in events]
    for name in _REPEATED:
        setattr(incident, name, getattr(leading, name))
    incident.mission_day = mission_day_of(leading)
    incident.sort_at = leading.occurred_from or leading.received_at
    incident.public_lat = None if leading.lat is None else coarsened(leading.lat)
    incident.public_lon = None if leading.lon is None else coarsened(leading.lon)
    incident.report_count = len(events)
    incident.asserted = bool(asserting)
    incident.severity = max((severity_of(report) for report in events), default=Severity.S0)
    losses = losses_of(events)
    incident.killed_low, incident.killed_high = losses["killed"]
    incident.injured_low, incident.injured_high = losses["injured"]
    incident.updated_at = at


def mission_day_of(report: Report) -> date | None:
    """Return the mission day that a report's event counts on; None if undated.

    A time that is known only to the day counts on the mission day of that date;
    one known only to the week or month counts on none.
    """
    if report.occurred_from is None or report.time_precision not in DATED:
        return None
    rule = rule_of(report.mission)
    day = rule.day_of(report.occurred_from)
    if report.time_precision == TimePrecision.T5:
        return local_date(report.occurred_from, rule.at(day)[0])
    return day
