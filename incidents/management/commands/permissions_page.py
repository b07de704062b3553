"""Print docs/permissions.md from the permission table: who may do and see what."""

from collections.abc import Iterable, Iterator

from django.core.management.base import BaseCommand

from incidents.api import incident_columns, report_columns
from incidents.endpoints import API, PAGES, Endpoint
from incidents.permissions import (
    ANY,
    DEEDS,
    FIELDS,
    FINDING_STATES,
    NEAR,
    PUBLIC,
    PUBLISHED_GROUPS,
    READABLE,
    READS_RESTRICTED,
    RESTRICTED_CATEGORIES,
    RESTRICTED_GROUPS,
    ROLES,
    Readers,
    Relation,
)
from incidents.record_fields import BODIES, INCIDENT_DETAIL, RECORDS, REPORT_DETAIL

SHOWN, OF_NEAR, HIDDEN = "●", "◐", "–"
HEAD = """# Permissions

Who may do and see what. This page is printed from the table, `incidents/permissions.py`, by
`manage.py permissions_page > docs/permissions.md`; a test says when it is not current.
Access functions, fields of records, filters, pages and the tests read the same table.

● yes · ◐ only of what is near: one's own, one's post's, one's party's · – no

A **relation** is what somebody is to a report, or to an incident by the post of the report that
leads it: `own`, `same_post`, `same_party` (these three are near), `other_party`, and
`other_mission`, from where everybody reads as the public does. Joining an incident with a report
of one's own brings nobody nearer to it.
Unknown and forbidden objects answer the same 404.
"""
ORDER = """## Known and accepted

- Lists stand in the order of events, also for those who read no exact time; no page, cursor or
  filter tells the time itself.
- An incident tells how many reports it has, also those that its reader may not read.
- A daily report counts incidents by post, and names the posts that reported and those that were
  silent: on a day with few incidents that tells which post saw one, though never where or when.
- Ids hold the millisecond at which they were made: of an incident, when it was opened.
"""


class Command(BaseCommand):
    """Prints the page; it needs no database."""

    help = "Print docs/permissions.md from the permission table."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print it."""
        self.stdout.write(page(), ending="")


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            HEAD,
            "## Deeds\n",
            *grid("deed", DEEDS),
            "\nWho moves a status: see [the status machine](status.md), mission by mission.\n",
            "## Fields of incidents and reports\n",
            *grid("group", FIELDS),
            "",
            *groups(),
            "\n## Rows\n",
            *rows(),
            "\n## Records of the API\n",
            *records(),
            "\n## Pages\n",
            *addresses(PAGES),
            "\n## Endpoints of the API\n",
            *addresses(API),
            "",
            ORDER,
        ]
    )


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield a table in Markdown."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"
    for line in lines:
        yield f"| {' | '.join(line)} |"


def grid(what: str, rules: dict[str, Readers] | dict) -> Iterator[str]:
    """Yield rules by role."""
    lines = ([f"`{name}`", *(mark(row, role) for role in ROLES)] for name, row in rules.items())
    return table([what, *(role.replace("_", " ") for role in ROLES)], lines)


def mark(row: Readers, role: str) -> str:
    """Return how far a role is granted something."""
    held = row.get(role, frozenset[Relation]())
    if held >= ANY:
        return SHOWN
    return OF_NEAR if held == NEAR else HIDDEN


def groups() -> Iterator[str]:
    """Yield which fields belong to each group."""
    for name in FIELDS:
        of = {
            "incident": [c.name for c in incident_columns.COLUMNS if c.group == name],
            "report": [c.name for c in report_columns.COLUMNS if c.group == name],
        }
        told = "; ".join(f"{what}: {', '.join(fields)}" for what, fields in of.items() if fields)
        noted = " (its reading is noted)" if name in RESTRICTED_GROUPS else ""
        yield f"- **{name}**{noted}: {told or 'what is told of reports'}"
    published = ", ".join(sorted(PUBLISHED_GROUPS))
    yield f"\nOf a report that its source has published, everybody reads besides: {published}."
    yield "Authors read all of their own reports."


def rows() -> Iterator[str]:
    """Yield which rows are read."""
    levels = READABLE[PUBLIC] | READABLE["observer"] | READABLE["monitor"]
    lines = (
        [f"`{level}`", *(SHOWN if level in READABLE[role] else HIDDEN for role in ROLES)]
        for level in ("public", "parties", "mission")
        if level in levels
    )
    yield from table(["release level", *(role.replace("_", " ") for role in ROLES)], lines)
    kinds, readers = ", ".join(sorted(RESTRICTED_CATEGORIES)), ", ".join(sorted(READS_RESTRICTED))
    yield f"\nOf the categories {kinds}, whatever their level, only these roles read: {readers}."
    yield "A report is read by whom its group `reports` is granted, its author, and everybody if"
    yield "its source has published it.\n"
    for who, states in FINDING_STATES.items():
        yield f"- a finding for who is **{who}**: {', '.join(sorted(states))}"


def records() -> Iterator[str]:
    """Yield the records of the API with their fields."""
    more = {"Incident": INCIDENT_DETAIL, "Report": REPORT_DETAIL}
    lines = [[f"`{name}`", kind, fields] for name, (kind, fields) in RECORDS.items()]
    lines += [[f"`{name}`", kind, field] for name, of in more.items() for field, kind in of.items()]
    lines += [[f"`{name}`", deed, "its whole body"] for name, deed in BODIES.items()]
    return table(["record", "takes", "fields"], lines)


def addresses(lines: dict[str, Endpoint]) -> Iterator[str]:
    """Yield what each address opens, and who reads and acts there."""
    return table(
        ["name", "opens", "to read", "to act", "signed in"],
        (
            [
                f"`{name}`",
                line.opens or HIDDEN,
                line.get or HIDDEN,
                line.post or HIDDEN,
                "yes" if line.signed_in else "",
            ]
            for name, line in lines.items()
        ),
    )
