"""Where each row of the reports file went, read from what is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from incidents.enums import Scope
from incidents.models import DailyReturn, Report, SameEventLink
from parties.models import Mission

Fate = Literal[
    "opened an incident",
    "joined an incident",
    "nil return",
    "nil, undated",
    "daily total",
    "weekly total",
    "lost",
]
FATES: tuple[Fate, ...] = get_args(Fate)


@dataclass(frozen=True)
class Account:
    """What became of one row: its fate, and the row that shows it."""

    external_id: str
    fate: Fate
    shown_by: str


@dataclass(frozen=True)
class Stored:
    """What the database holds of the rows, by their number in the file."""

    reports: dict[str, Report]
    links: dict[int, SameEventLink]
    returns: dict[int, DailyReturn]
    openers: frozenset[int]


def account_for(external_ids: Iterable[str], mission: Mission) -> list[Account]:
    """Return one account for each row of the file, in its order."""
    numbers = list(external_ids)
    stored = _stored(numbers, mission)
    return [_account(number, stored) for number in numbers]


def balance_of(accounts: Iterable[Account]) -> Counter[str]:
    """Return how many rows met each fate, every fate named."""
    counted = Counter(account.fate for account in accounts)
    return Counter({fate: counted[fate] for fate in FATES})


def numbers_with(fate: Fate, accounts: Iterable[Account]) -> list[str]:
    """Return the numbers of the rows that met a fate, in the file's order."""
    return [account.external_id for account in accounts if account.fate == fate]


def unexpected(external_ids: Iterable[str], mission: Mission) -> list[str]:
    """Return the reports of the mission that say they are rows, but are none or doubled."""
    expected = set(external_ids)
    found = Report.objects.filter(mission=mission, author=None).exclude(external_id="")
    numbers = Counter(found.values_list("external_id", flat=True))
    return sorted(n for n, times in numbers.items() if n not in expected or times > 1)


def _stored(numbers: list[str], mission: Mission) -> Stored:
    rows = Report.objects.filter(mission=mission, author=None, external_id__in=numbers)
    reports = {report.external_id: report for report in rows.order_by("-key")}
    keys = [report.key for report in reports.values()]
    links = SameEventLink.objects.filter(report__in=keys, unlinked_at=None)
    by_report = {link.report_id: link for link in links.select_related("incident")}
    read = DailyReturn.objects.filter(report__in=keys)
    returns = {one.report_id: one for one in read if one.report_id is not None}
    return Stored(reports, by_report, returns, _openers(by_report))


def _openers(links: dict[int, SameEventLink]) -> frozenset[int]:
    """Return the keys of the reports that opened their incidents: the first linked."""
    incidents = {link.incident_id for link in links.values()}
    firsts = (
        SameEventLink.objects.filter(incident__in=incidents)
        .order_by("incident_id", "linked_at", "pk")
        .distinct("incident_id")
    )
    return frozenset(firsts.values_list("report_id", flat=True))


def _account(number: str, stored: Stored) -> Account:
    report = stored.reports.get(number)
    if report is None:
        return Account(number, "lost", "")
    link = stored.links.get(report.key)
    if link is not None:
        fate: Fate = "opened an incident" if report.key in stored.openers else "joined an incident"
        return Account(number, fate, link.incident.reference)
    return Account(number, *_unlinked(report, stored.returns.get(report.key)))


def _unlinked(report: Report, nil: DailyReturn | None) -> tuple[Fate, str]:
    if report.scope == Scope.DAILY_TOTAL:
        return "daily total", report.reference
    if report.scope == Scope.WEEKLY_TOTAL:
        return "weekly total", report.reference
    if nil is None:
        return "lost", report.reference
    if nil.mission_day is None:
        return "nil, undated", nil.reference
    return "nil return", f"{nil.reference} of {nil.mission_day}"
