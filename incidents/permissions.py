"""The permission table: role × relation × state → deeds, fields and rows. Data alone.

``rules`` asks it, ``domain.queries.access`` scopes every read by it, the records of the
API and the pages are pruned by it, docs/permissions.md is printed from it, and the tests
ask each of its cells over HTTP. Nothing that is not written here is granted.

To register something new, write one line:

* a page or endpoint: its URL name in ``endpoints.PAGES`` or ``endpoints.API``;
* a record of the API (a component of the OpenAPI schema): ``record_fields.RECORDS``;
  a column of an incident or report names its group in its own table of columns;
* a deed: a row in ``DEEDS``; a group of fields: a row in ``FIELDS``.

The build fails while one is missing (tests/incidents/permissions/test_inventory.py).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from incidents.enums import Release
from incidents.judgements import FindingStatus
from parties.models import Appointment

MONITOR = Appointment.Role.MONITOR.value
DUTY_OFFICER = Appointment.Role.DUTY_OFFICER.value
ANALYST = Appointment.Role.ANALYST.value
ADMINISTRATOR = Appointment.Role.ADMINISTRATOR.value
OBSERVER = Appointment.Role.OBSERVER.value
PUBLIC = "public"
ROLES = (MONITOR, DUTY_OFFICER, ANALYST, OBSERVER, ADMINISTRATOR, PUBLIC)


class Relation(StrEnum):
    """What a person is to a report, or to an incident by the report that leads it."""

    OWN = "own"  # filed it
    SAME_POST = "same_post"  # is appointed to the post that observed it
    SAME_PARTY = "same_party"  # acts for a party that operates that post
    OTHER_PARTY = "other_party"  # is of the mission, and nothing of these
    OTHER_MISSION = "other_mission"  # is not of the mission: reads as the public does


ANY = frozenset(Relation) - {Relation.OTHER_MISSION}
NEAR = ANY - {Relation.OTHER_PARTY}

# Role → the relations in which it holds.
Readers = Mapping[str, frozenset[Relation]]


def _any(*roles: str) -> dict[str, frozenset[Relation]]:
    return dict.fromkeys(roles, ANY)


def _near(*roles: str) -> dict[str, frozenset[Relation]]:
    return dict.fromkeys(roles, NEAR)


_STAFF = _any(MONITOR, DUTY_OFFICER, ANALYST)
_OFFICERS = _any(DUTY_OFFICER)
_EVERYONE = _any(*ROLES) | {PUBLIC: frozenset(Relation)}

Deed = Literal[
    "file_report",
    "carry_reports",
    "file_return",
    "keep_evidence",
    "read",
    "set_status",
    "link_reports",
    "keep_findings",
    "sign_off",
    "reply",
    "say_compliance",
    "read_findings",
    "read_open_day",
    "read_journal",
    "read_readings",
    "keep_queue",
    "decide_proposals",
    "read_proposals",
    "redact",
    "import_datasets",
    "read_datasets",
    "make_editions",
]

# Deed → who may do it. Who may take a step of a status is said by ``steps``, mission by
# mission; what is refused in which state of a finding stands there too.
DEEDS: dict[Deed, Readers] = {
    "read": _EVERYONE,
    "file_report": _any(MONITOR, DUTY_OFFICER),
    "carry_reports": _OFFICERS,
    "file_return": _any(MONITOR, DUTY_OFFICER),
    "keep_evidence": _OFFICERS,
    "set_status": _OFFICERS,
    "link_reports": _OFFICERS,
    "keep_queue": _OFFICERS,
    "keep_findings": _OFFICERS,
    "sign_off": _OFFICERS,
    "reply": _any(DUTY_OFFICER, OBSERVER),
    "say_compliance": _OFFICERS,
    "read_findings": _any(DUTY_OFFICER, ANALYST),
    "read_open_day": _STAFF,
    "read_journal": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "read_readings": _OFFICERS,
    "decide_proposals": _OFFICERS,
    "read_proposals": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "redact": _OFFICERS,
    "import_datasets": _any(DUTY_OFFICER, ANALYST),
    "read_datasets": _STAFF,
    "make_editions": _any(ADMINISTRATOR),
}

# Group of fields → who reads it. A side reads of the other's posts when, what and how
# much; not from where it was seen, by whom, nor in whose words.
FIELDS: dict[str, Readers] = {
    "core": _EVERYONE,
    "coarse_position": _EVERYONE,
    "count": _EVERYONE,
    "casualties": _EVERYONE,
    "exact_time": _STAFF | _any(OBSERVER),
    "exact_position": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "post": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "reports": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "narrative": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
    "workflow": _near(MONITOR) | _any(DUTY_OFFICER, ANALYST),
}

# What everyone reads of a report that its source has published, and authors of their own.
PUBLISHED_GROUPS = frozenset({"reports", "narrative"})
OWN_GROUPS = frozenset(FIELDS)

# Copy of a file → the roles that get it at their mission. OWN_EVIDENCE is who sent the file,
# and the monitors of the post that its report comes from. What was released, whoever reads
# the incident gets as a working copy; originals are handed out with a reason, and noted.
OWN_EVIDENCE = "own"
EVIDENCE_COPIES: dict[str, frozenset[str]] = {
    "original": frozenset({DUTY_OFFICER, OWN_EVIDENCE}),
    "working": frozenset({DUTY_OFFICER, ANALYST, OWN_EVIDENCE}),
}

# Groups of fields whose reading is noted.
RESTRICTED_GROUPS = frozenset({"narrative", "reports", "exact_position"})

# Role → the release levels of incidents that it reads. Administrators manage the
# standing order and read no more of what happened than the public does.
READABLE: dict[str, frozenset[str]] = {
    MONITOR: frozenset(Release.values),
    DUTY_OFFICER: frozenset(Release.values),
    ANALYST: frozenset(Release.values),
    OBSERVER: frozenset({Release.PUBLIC, Release.PARTIES}),
    ADMINISTRATOR: frozenset({Release.PUBLIC}),
    PUBLIC: frozenset({Release.PUBLIC}),
}

# Categories that only some roles read, whatever the release level.
RESTRICTED_CATEGORIES = frozenset({"CIV-SGB", "CIV-CHD"})
READS_RESTRICTED = frozenset({DUTY_OFFICER, ANALYST})

# A version of a finding is read whole: its text, whom it names, and every party's word on
# it. Everybody who reads the incident reads what was published of it; who concludes reads
# every state; a party that was told of a version, or asked to sign it, reads that.
TOLD_ROLES = frozenset(DEEDS["reply"])
FINDING_STATES: dict[str, frozenset[str]] = {
    "concludes": frozenset(FindingStatus.values),
    "told": frozenset(FindingStatus.values) - {FindingStatus.DRAFT},
    "published": frozenset({FindingStatus.PUBLISHED, FindingStatus.SUPERSEDED}),
}
