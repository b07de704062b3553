"""A day's report made again, from the journal up to a position and from nothing later.

Which reports told of which incident, which incidents were merged, what their status was,
which returns had come and which findings were published: all of it follows from journal
entries. Reports, returns and findings never change, so that the same position gives the
same bytes. What the standing order said is taken from the report, which states it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from incidents.domain.daily_content import content_from, in_form
from incidents.domain.daily_record import (
    DayRecord,
    Standing,
    alleged_in,
    newest_returns,
    posts_that_spoke,
    returns_of,
    returns_so_far,
    with_rows,
)
from incidents.domain.day_rule import rule_of
from incidents.domain.linking import retold_by
from incidents.domain.spot_report import single_content, standing_for
from incidents.domain.weekly_report import recompute_week
from incidents.domain.writing import writing
from incidents.enums import Action, Status
from incidents.judgements import FindingStatus
from incidents.ledger.canonical import Canonical, canonical_bytes, content_hash, parsed
from incidents.missionday.day_rule import DayRule
from incidents.missionday.window import ONE_DAY
from incidents.models import (
    DailyReport,
    DailyReturn,
    Finding,
    Incident,
    JournalEntry,
    Report,
    SameEventLink,
)
from incidents.publishing import OF_INCIDENTS, PublicationKind
from incidents.rules import RESTRICTED_CATEGORIES
from parties.models import Mission, Place

# A time known to the day may lie outside the mission day that it counts on.
MARGIN = timedelta(days=2)
Told = tuple[str, str]  # id and content hash of a report


@dataclass(slots=True)
class _Then:
    """An incident as the journal had it."""

    told: dict[Told, None] = field(default_factory=dict)
    status: str = Status.SUBMITTED
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A published revision beside what its journal position gives now."""

    report: DailyReport
    recomputed: bytes

    @property
    def is_same(self) -> bool:
        """Whether both are the same bytes, and the stored hash is theirs."""
        stored = bytes(self.report.content)
        return stored == self.recomputed and content_hash(stored) == self.report.content_hash


def check_revision(report: DailyReport) -> Check:
    """Make a published revision again and lay it beside what was published.

    It reads the whole record, whoever asks, and tells no more than whether it is the same.
    """
    with writing():
        return Check(report, recompute(report))


def recompute(report: DailyReport) -> bytes:
    """Return the bytes of a revision, made again from the journal up to its position."""
    if report.kind == PublicationKind.WEEK:
        return recompute_week(report)
    content = parsed(bytes(report.content))
    if report.kind in OF_INCIDENTS:
        return canonical_bytes(_single_again(report, content))
    standing = standing_stated(report.mission, content)
    day, position = report.mission_day, report.journal_position
    record = record_at(report.mission, day, position, standing)
    return canonical_bytes(in_form(content_from(record, standing, day), content["v"]))


def _single_again(report: DailyReport, content: Mapping[str, Any]) -> dict[str, Canonical]:
    """Return what a flash or a spot report says, by the journal up to its position."""
    mission, rows = report.mission, Incident.objects.filter(pk__in=report.about)
    told = _told_of(rows.select_related("place", "post"), mission, report.journal_position)
    standing = replace(
        standing_for(mission, content["number"], ()),
        licence=content["method"]["licence"],
        areas=dict(_areas(content["incidents"])),
    )
    return single_content([row for row, _reports in told], standing, content)


def standing_stated(mission: Mission, content: Mapping[str, Any]) -> Standing:
    """Return what a published content states of the standing order."""
    day, stated = date.fromisoformat(content["mission_day"]), _stated(content)
    rule = rule_of(mission)
    if rule.at(day) != stated:  # it was changed without a date
        rule = DayRule(*stated)
    return Standing(
        mission=content["mission"],
        rule=rule,
        number=content["number"],
        expected=tuple(content["coverage"]["expected"]),
        licence=content.get("method", {}).get("licence", ""),
        areas=dict(_areas(content["incidents"])),
    )


def _stated(content: Mapping[str, Any]) -> tuple[str, time]:
    """The zone and the cut-off that a content states of its day."""
    zone: str = content["window"]["time_zone"]
    if "method" in content:
        return zone, time.fromisoformat(content["method"]["cut_off"])
    ends = datetime.fromisoformat(content["window"]["ends"])
    return zone, ends.astimezone(ZoneInfo(zone)).time()


def _areas(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Areas of places as stated; the first form did not, so that today's stand for them."""
    told = [row for row in rows if row["place"]]
    if told and "in_area" not in told[0]:
        places = Place.objects.filter(code__in=[row["place"] for row in told])
        yield from places.exclude(area="").values_list("code", "area")
        return
    yield from ((row["place"], row["in_area"]) for row in told if row["in_area"] != row["area"])


def record_at(mission: Mission, day: date, position: int, standing: Standing) -> DayRecord:
    """Return what the journal had of a day when it was as long as ``position``."""
    stated = copy(mission)
    stated.time_zone, stated.cut_off = standing.rule.zone, standing.rule.cut_off
    stated.earlier_days = mission.earlier_days if standing.rule.earlier else []
    told = _told_then(stated, day, position)
    days = {
        wanted: [pair for pair in told if pair[0].mission_day == wanted]
        for wanted in (day, day - ONE_DAY)
    }
    incidents = [row for row, _reports in days[day]]
    pairs = [(row.pk, report) for row, reports in days[day] for report in reports]
    return DayRecord(
        incidents=incidents,
        before=[row for row, _reports in days[day - ONE_DAY]],
        returns=_returns_then(returns_of(mission, day), position),
        so_far=_returns_then(returns_so_far(mission, day), position),
        spoke=posts_that_spoke(report for _pk, report in pairs),
        alleged=alleged_in(pairs),
        findings=_findings_then(incidents, position),
    )


def _told_then(mission: Mission, day: date, position: int) -> list[tuple[Incident, list[Report]]]:
    """Each incident that may count on the day or the day before, with its reports of then."""
    return _told_of(_candidates(mission, day), mission, position)


def _told_of(
    candidates: Iterable[Incident], mission: Mission, position: int
) -> list[tuple[Incident, list[Report]]]:
    """Each incident that was told of then and not merged, as it was then, with its reports."""
    rows = list(candidates)
    then = _then([row.pk for row in rows], position)
    reports = _reports(rows, mission)
    told = []
    for row in rows:
        state = then.get(str(row.pk), _Then())
        linked = sorted((reports[key] for key in state.told), key=lambda one: one.key)
        if state.merged or not linked:
            continue
        row.status = state.status
        made = retold_by(row, linked)
        if made.category not in RESTRICTED_CATEGORIES:
            told.append((made, linked))
    return sorted(told, key=lambda pair: (pair[0].sort_at, pair[0].pk))


def _candidates(mission: Mission, day: date) -> Iterable[Incident]:
    """Incidents of which any report, linked now or once, may count on one of the two days."""
    first = rule_of(mission).window(day - ONE_DAY).begins - MARGIN
    last = rule_of(mission).window(day).ends + MARGIN
    links = SameEventLink.objects.filter(
        report__mission=mission, report__occurred_from__range=(first, last)
    )
    rows = Incident.objects.filter(pk__in=links.values("incident"))
    return rows.select_related("place", "post")


def _then(ids: Sequence[object], position: int) -> dict[str, _Then]:
    states: dict[str, _Then] = {}
    for entry in _entries("incident", map(str, ids), position):
        state = states.setdefault(entry.subject_id, _Then())
        if step := _STEPS.get(Action(entry.action)):
            step(state, entry.subject_id, parsed(bytes(entry.body)))
    return states


def _entries(kind: str, ids: Iterable[str], position: int) -> Iterable[JournalEntry]:
    subjects = JournalEntry.objects.filter(subject_type=kind, subject_id__in=list(ids))
    return subjects.filter(seq__lte=position).order_by("seq")


def _link(state: _Then, _subject: str, body: Mapping[str, Any]) -> None:
    state.told[(body["report"], body["content_hash"])] = None


def _unlink(state: _Then, _subject: str, body: Mapping[str, Any]) -> None:
    state.told.pop((body["report"], body["content_hash"]), None)


def _merge(state: _Then, subject: str, body: Mapping[str, Any]) -> None:
    state.merged = state.merged or body["from"] == subject


def _un_merge(state: _Then, subject: str, body: Mapping[str, Any]) -> None:
    state.merged = state.merged and body["to"] != subject


def _set_status(state: _Then, _subject: str, body: Mapping[str, Any]) -> None:
    state.status = body["to"]


_STEPS: dict[Action, Callable[[_Then, str, Mapping[str, Any]], None]] = {
    Action.REPORT_LINKED: _link,
    Action.REPORT_UNLINKED: _unlink,
    Action.INCIDENT_MERGED: _merge,
    Action.INCIDENT_UNMERGED: _un_merge,
    Action.STATUS_SET: _set_status,
}


def _reports(rows: Sequence[Incident], mission: Mission) -> dict[Told, Report]:
    """Every report that ever told of the incidents, read in the zone that was stated."""
    links = SameEventLink.objects.filter(incident__in=rows)
    reports = Report.objects.filter(pk__in=links.values("report"))
    found = reports.select_related("post", "alleged_party").prefetch_related("casualties")
    for report in found:
        report.mission = mission
    return {(str(report.report_id), report.content_hash): report for report in found}


def _returns_then(told: Iterable[DailyReturn], position: int) -> list[DailyReturn]:
    rows = list(told)
    entries = _entries("daily_return", (str(row.return_id) for row in rows), position)
    filed = {entry.subject_id for entry in entries}
    return newest_returns(row for row in rows if str(row.return_id) in filed)


def _findings_then(incidents: Sequence[Incident], position: int) -> list[Finding]:
    rows = list(with_rows(Finding.objects.filter(incident__in=incidents)))
    status = {
        entry.subject_id: parsed(bytes(entry.body))["to"]
        for entry in _entries("finding", (str(row.pk) for row in rows), position)
        if entry.action == Action.FINDING_MOVED
    }
    return [row for row in rows if status.get(str(row.pk)) == FindingStatus.PUBLISHED]
