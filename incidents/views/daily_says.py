"""What a day's report says beyond its totals, in words: ways of counting, coverage, findings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.domain.queries.finding import Totals
from incidents.enums import ActivityKind, CounterKind, CountUnit, Weapon
from incidents.judgements import AttributionState, Decision, Ruling
from parties.models import Party, Provision

Content = Mapping[str, Any]
# How others count, in their words; explosions and bursts are “at least”.
PROFILES = {
    "explosions": gettext_lazy("Explosions, at least"),
    "bursts": gettext_lazy("Bursts, at least"),
    "incidents": gettext_lazy("Incidents"),
    "events": gettext_lazy("One event a day and place"),
}
SAYS = {
    "nil": gettext_lazy("nothing happened"),
    "reports": gettext_lazy("reports"),
    "silent": gettext_lazy("no observation"),
}


def said_beyond(content: Content) -> dict[str, Any]:
    """Everything that reports say since their second form; nothing for earlier ones."""
    if "profiles" not in content:
        return {}
    parties = _parties(content)
    return {
        "profiles": _profiles(content),
        "units": [_unit(row) for row in content["units"]],
        "by_weapon": bars_by_code(content["by_weapon"], dict(Weapon.choices)),
        "by_provision": bars_by_code(content["by_provision"], _provisions(content["by_provision"])),
        "posts": [_post(row) for row in content["coverage"]["posts"]],
        "footnotes": list(footnotes_of(content)),
        "findings": [_finding(row, parties) for row in content["findings"]],
        "dissent": [_dissent(row, parties) for row in content["dissent"]],
        "both": _both(content, parties),
        "notified": [_notified(row) for row in content.get("notified", [])],
        "counters": [_counter(row) for row in content.get("counters", [])],
    }


def _profiles(content: Content) -> list[dict[str, Any]]:
    now, before = content["profiles"], content["previous_profiles"]
    return [
        {
            "label": label,
            "number": now[name],
            "before": before[name],
            "difference": now[name] - before[name],
        }
        for name, label in PROFILES.items()
    ]


def _unit(row: Content) -> dict[str, Any]:
    least, most = row["at_least"], row["at_most"]
    if most is None:
        number = _("at least %(number)s") % {"number": least}
    else:
        number = str(least) if least == most else f"{least}–{most}"
    return {**row, "label": CountUnit(row["unit"]).label, "number": number}


def bars_by_code(rows: Iterable[Content], labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A bar for each code of a breakdown, by its label if there is one."""
    return bars_of((str(labels.get(row["code"], row["code"])), row["incidents"]) for row in rows)


def bars_of(rows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
    """Rows of a bar chart that is its own table: label, number, and per cent of the greatest."""
    told = list(rows)
    most = max((number for _label, number in told), default=0)
    return [
        {"label": label, "number": number, "share": number * 100 // most if most else 0}
        for label, number in told
    ]


def _notified(row: Content) -> dict[str, Any]:
    return {"label": ActivityKind(row["kind"]).label, "number": row["lines"]}


def _counter(row: Content) -> dict[str, Any]:
    return {
        "label": CounterKind(row["kind"]).label,
        "number": _known(row["number"], row["unknown"]),
        "so_far": _known(row["so_far"], row["so_far_unknown"]),
    }


def _known(number: int | None, unknown: int) -> str:
    """A sum in words: “at least” where a line had no number, and never zero for not known."""
    if number is None:
        return _("not known")
    return _("at least %(number)s") % {"number": number} if unknown else str(number)


def _post(row: Content) -> dict[str, Any]:
    return {**row, "says": SAYS[row["says"]], "is_silent": row["says"] == "silent"}


def footnotes_of(content: Content) -> Iterator[str]:
    """Say what the numbers do not hold, so that none of them is read for more than it is."""
    yield from _of_coverage(content["coverage"])
    yield from _of_counts(content)


def _of_coverage(coverage: Content) -> Iterator[str]:
    silent = len(coverage["silent"])
    if not coverage["reported"] and coverage["expected"]:
        yield _("No post was heard of: no observation, which is not the same as no incident.")
    elif silent:
        yield ngettext(
            "%(number)s post was not heard of; of what it watches, nothing is known.",
            "%(number)s posts were not heard of; of what they watch, nothing is known.",
            silent,
        ) % {"number": silent}
    without = coverage["returns"] and coverage["observed_minutes"] is None
    if without:
        yield _("No return gives hours of observation, so that no rate can be given.")
    yield from _of_losses(coverage)


def _of_losses(coverage: Content) -> Iterator[str]:
    outages = max(coverage["outages"], coverage["outage_lines"]["lines"])
    if outages:
        yield ngettext(
            "%(number)s outage of cameras, radios or sensors.",
            "%(number)s outages of cameras, radios or sensors.",
            outages,
        ) % {"number": outages}
    denied = max(coverage["denied_access"], coverage["denied_lines"]["lines"])
    if denied:
        yield ngettext(
            "Access was denied or delayed %(number)s time.",
            "Access was denied or delayed %(number)s times.",
            denied,
        ) % {"number": denied}


def _of_counts(content: Content) -> Iterator[str]:
    totals, profiles = content["totals"], content["profiles"]
    if totals["killed_unknown"] or totals["injured_unknown"]:
        yield _("Sums of people are “at least”: incidents without a number add nothing to them.")
    if profiles["uncounted"]:
        yield ngettext(
            "%(number)s incident tells of explosions or bursts without a number.",
            "%(number)s incidents tell of explosions or bursts without a number.",
            profiles["uncounted"],
        ) % {"number": profiles["uncounted"]}
    if profiles["unplaced"]:
        yield ngettext(
            "%(number)s incident has no known place and counts as an event of its own.",
            "%(number)s incidents have no known place and count as events of their own.",
            profiles["unplaced"],
        ) % {"number": profiles["unplaced"]}


def _parties(content: Content) -> dict[str, str]:
    codes = {row["party"] for row in (*content["alleged"], *content["ruled"], *content["dissent"])}
    codes |= {code for row in content["findings"] for code in row["sides"]}
    return {party.code: str(party) for party in Party.objects.filter(code__in=codes)}


def _provisions(rows: Iterable[Content]) -> dict[str, str]:
    found = Provision.objects.filter(code__in=[row["code"] for row in rows])
    return {one.code: f"{one.code} · {one.summary}" for one in found}


def _both(content: Content, parties: Mapping[str, str]) -> list[dict[str, Any]]:
    """Each party with both totals; the two never appear apart, and are never added."""
    alleged = {row["party"]: row["incidents"] for row in content["alleged"]}
    ruled = {row["party"]: row["incidents"] for row in content["ruled"]}
    return [
        {
            "party": parties.get(code, code),
            "alleged": alleged.get(code, 0),
            "ruled": ruled.get(code, 0),
        }
        for code in sorted(alleged.keys() | ruled.keys())
    ]


def _finding(row: Content, parties: Mapping[str, str]) -> dict[str, Any]:
    return {
        **row,
        "ruling": Ruling(row["ruling"]).label,
        "attribution": AttributionState(row["attribution"]).label,
        "sides": ", ".join(parties.get(code, code) for code in row["sides"]),
        "provisions": ", ".join(row["provisions"]),
    }


def _dissent(row: Content, parties: Mapping[str, str]) -> dict[str, Any]:
    return {
        **row,
        "party": parties.get(row["party"], row["party"]),
        "decision": Decision(row["decision"]).label,
    }


def differs(beyond: Content, live: Iterable[Totals]) -> bool:
    """Tell whether both totals, as a reader has them now, are not those of the report."""
    told = {(row["party"], row["alleged"], row["ruled"]) for row in beyond.get("both", [])}
    return {(str(one.party), one.alleged, one.ruled) for one in live} != told
