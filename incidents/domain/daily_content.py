"""The content of a daily report: what is said of one mission day, in plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from incidents.domain.content import utc_text
from incidents.domain.daily_record import (
    DayRecord,
    Standing,
    area_of,
    fact_of,
    record_now,
    standing_now,
)
from incidents.judgements import EXPLAINED, NAMES_A_SIDE
from incidents.ledger.canonical import Canonical
from incidents.missionday.tally import (
    Fact,
    breakdown_of,
    counters_of,
    per_hundred_post_hours,
    profiles_of,
    ranked,
    totals_of,
    units_of,
)
from incidents.models import DailyReturn, Finding, Incident, SignOff
from parties.models import Mission

FORM = 4
_WITH_PROFILES, _WITH_COUNTERS = 2, 3
_BREAKDOWNS = ("category", "area", "post", "status", "severity")
# What reports of forms 1 and 2 did not say: what is no violation, counted apart.
_SINCE_FORM_3 = ("notified", "counters")
# What reports before form 4 did not say of coverage.
_SINCE_FORM_4 = ("post_minutes",)
# What reports of form 1 said; their revisions are recomputed in it.
_FORM_1 = (
    *("mission", "mission_day", "number", "year", "window", "totals", "previous"),
    *(f"by_{name}" for name in _BREAKDOWNS),
    *("coverage", "incidents"),
)
_COVERAGE_1 = (
    *("expected", "reported", "silent", "nil_returns", "observed_minutes"),
    *("posts_watching", "outages", "denied_access"),
)


def content_of(mission: Mission, day: date) -> dict[str, Canonical]:
    """Return the content of a mission day's report, from what is recorded now.

    It depends on the record alone, never on the clock or on stored counts: the same
    record gives the same bytes. Places and posts are named by their codes, since their
    names are rendered by the reader's policy.
    """
    record = record_now(mission, day)
    return content_from(record, standing_now(mission, day, record.incidents), day)


def content_from(record: DayRecord, standing: Standing, day: date) -> dict[str, Canonical]:
    """Return the content that follows from a record of a day."""
    window, (zone, cut_off) = standing.rule.window(day), standing.rule.at(day)
    facts = [fact_of(row, standing) for row in record.incidents]
    before = [fact_of(row, standing) for row in record.before]
    return {
        "v": FORM,
        "mission": standing.mission,
        "mission_day": day.isoformat(),
        "number": standing.number,
        "year": day.year,
        "window": {
            "begins": utc_text(window.begins),
            "ends": utc_text(window.ends),
            "time_zone": zone,
        },
        "totals": totals_of(facts),
        "previous": totals_of(before),
        "profiles": profiles_of(facts),
        "previous_profiles": profiles_of(before),
        "units": units_of(facts),
        **{f"by_{name}": breakdown_of(facts, name) for name in (*_BREAKDOWNS, "weapon")},
        "by_provision": ranked(code for one in record.findings for code in set(_provisions(one))),
        "coverage": _coverage(record, standing, facts),
        "incidents": [incident_row(row, standing) for row in record.incidents],
        "alleged": _by_party(record.alleged),
        "ruled": _by_party(_ruled(record.findings)),
        "findings": [_finding(one) for one in record.findings],
        "dissent": [_dissent(one, said) for one, said in _explained(record.findings)],
        "notified": _notified(record.returns),
        "counters": counters_of(_counted(record.returns), _counted(record.so_far)),
        "method": {"cut_off": cut_off.isoformat("minutes"), "licence": standing.licence},
    }


def in_form(content: Mapping[str, Any], form: int) -> dict[str, Canonical]:
    """Return a content as reports of an earlier form said it: what came later is left out."""
    if form == FORM:
        return dict(content)
    coverage = {k: v for k, v in content["coverage"].items() if k not in _SINCE_FORM_4}
    content = {**content, "v": form, "coverage": coverage}
    if form >= _WITH_COUNTERS:
        return content
    if form >= _WITH_PROFILES:
        return {k: v for k, v in content.items() if k not in _SINCE_FORM_3}
    kept = {name: content[name] for name in _FORM_1}
    kept["coverage"] = {name: content["coverage"][name] for name in _COVERAGE_1}
    rows = ({k: v for k, v in row.items() if k != "in_area"} for row in content["incidents"])
    return kept | {"v": 1, "incidents": list(rows)}


def says_more_than(content: Mapping[str, Any], form: int) -> bool:
    """Tell whether a content says what an earlier form has no room for."""
    return form < _WITH_COUNTERS and any(content[name] for name in _SINCE_FORM_3)


def _notified(returns: Iterable[DailyReturn]) -> list[Canonical]:
    lines = Counter(line["kind"] for told in returns for line in told.activities)
    return [{"kind": kind, "lines": lines[kind]} for kind in sorted(lines)]


def _counted(returns: Iterable[DailyReturn]) -> list[tuple[str, int | None]]:
    return [(line["kind"], line["number"]) for told in returns for line in told.counters]


def _coverage(record: DayRecord, standing: Standing, facts: Sequence[Fact]) -> dict[str, Canonical]:
    returns, expected = record.returns, standing.expected
    spoke = {r.post.code for r in returns if r.post} | record.spoke
    minutes = [r.observed_minutes for r in returns if r.observed_minutes is not None]
    watching = [r.posts_watching for r in returns if r.posts_watching is not None]
    with_hours = {r.post.code for r in returns if r.post and r.observed_minutes is not None}
    seen = sum(1 for fact in facts if fact.counted and fact.post in with_hours)
    return {
        "expected": list(expected),
        "reported": sorted(spoke),
        "silent": [code for code in expected if code not in spoke],
        "nil_returns": sum(1 for r in returns if r.is_nil),
        "observed_minutes": sum(minutes) if minutes else None,
        "posts_watching": max(watching) if watching else None,
        "outages": sum(1 for r in returns if r.outage_text),
        "denied_access": sum(1 for r in returns if r.denied_text),
        "returns": len(returns),
        "with_hours": sorted(with_hours),
        "post_minutes": _own_minutes(returns),
        "outage_lines": _lines(r.outages for r in returns),
        "denied_lines": _lines(r.denials for r in returns),
        "seen_by_posts_with_hours": seen,
        "per_100_post_hours": per_hundred_post_hours(seen, _own_minutes(returns)),
        "posts": _posts(expected, spoke, returns, facts),
    }


def _own_minutes(returns: Iterable[DailyReturn]) -> int:
    return sum(r.observed_minutes or 0 for r in returns if r.post)


def _lines(lists: Iterable[list[dict[str, Any]]]) -> dict[str, Canonical]:
    lines = [line for told in lists for line in told]
    known = [line["minutes"] for line in lines if line["minutes"] is not None]
    return {"lines": len(lines), "minutes": sum(known), "unknown": len(lines) - len(known)}


def _posts(
    expected: Sequence[str],
    spoke: set[str],
    returns: Iterable[DailyReturn],
    facts: Iterable[Fact],
) -> list[Canonical]:
    """Every post that was expected or spoke; one that did neither report nor return saw nothing.

    Its number of incidents is None, not zero: nobody was heard to be looking.
    """
    nil = {r.post.code for r in returns if r.post and r.is_nil}
    counts = {row["code"]: row["incidents"] for row in breakdown_of(facts, "post")}
    codes = sorted(set(expected) | spoke)
    return [
        {
            "post": code,
            "expected": code in expected,
            "says": "silent" if code not in spoke else "nil" if code in nil else "reports",
            "incidents": counts.get(code, 0) if code in spoke else None,
        }
        for code in codes
    ]


def incident_row(row: Incident, standing: Standing) -> dict[str, Canonical]:
    """Return what is said of an incident, in codes."""
    return {
        "id": str(row.pk),
        "reference": row.reference,
        "category": row.category,
        "status": row.status,
        "severity": row.severity,
        "place": row.place.code if row.place else None,
        "area": row.area_text,
        "in_area": area_of(row, standing),
        "lat": str(row.public_lat) if row.public_lat is not None else None,
        "lon": str(row.public_lon) if row.public_lon is not None else None,
        "weapon": row.weapon or None,
        "count": [row.count_low, row.count_high],
        "count_qualifier": row.count_qualifier,
        "count_unit": row.count_unit or None,
        "killed": [row.killed_low, row.killed_high],
        "injured": [row.injured_low, row.injured_high],
        "asserted": row.asserted,
        "reports": row.report_count,
    }


def _provisions(finding: Finding) -> list[str]:
    return sorted(breach.provision.code for breach in finding.breaches.all())


def _sides(finding: Finding) -> list[str]:
    return sorted(side.party.code for side in finding.sides.all())


def _ruled(findings: Iterable[Finding]) -> Mapping[str, int]:
    named = [one for one in findings if one.attribution in NAMES_A_SIDE]
    return Counter(code for one in named for code in set(_sides(one)))


def _by_party(numbers: Mapping[str, int]) -> list[Canonical]:
    return [{"party": code, "incidents": number} for code, number in sorted(numbers.items())]


def _finding(finding: Finding) -> dict[str, Canonical]:
    return {
        "id": str(finding.pk),
        "incident": finding.incident.reference,
        "version": finding.version,
        "ruling": finding.ruling,
        "attribution": finding.attribution,
        "confidence": finding.confidence,
        "sides": _sides(finding),
        "provisions": _provisions(finding),
        "snapshot_hash": finding.snapshot_hash,
    }


def _explained(findings: Iterable[Finding]) -> Iterable[tuple[Finding, SignOff]]:
    for finding in findings:
        signed = finding.sign_offs.all()
        for said in sorted(signed, key=lambda one: one.party.code):
            if said.decision in EXPLAINED:
                yield finding, said


def _dissent(finding: Finding, said: SignOff) -> dict[str, Canonical]:
    return {
        "incident": finding.incident.reference,
        "version": finding.version,
        "party": said.party.code,
        "decision": said.decision,
        "text": said.text,
    }
