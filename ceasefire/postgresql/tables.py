"""The second wall's table: one line for each table of the database.

A new table needs its line here, or the build fails. Choose:

- ``happened(condition, *columns)``: requests read the rows for which the condition of
  ``sight`` holds; the domain's writes add rows and change the columns named.
- ``noted(condition)``: a request adds rows for which the condition holds, and reads them.
- ``logged(condition)``: requests read; nothing is added or changed in a request.
- ``cosigned(condition)``: as ``logged``, but that the domain adds rows for which it holds.
- ``standing(condition)``: the standing order; the admin keeps it, others read.
- ``past()``: the history of the standing order; only the admin reads and adds to it.
- ``signing_in(...)``: people, tokens, second factors, for those who sign in.

Nobody is allowed to delete or truncate what happened, and no other than the owner's
connection of workers and commands touches the signed log.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ceasefire.postgresql import sight
from ceasefire.postgresql.roles import ADMIN, GATE, WEB, WRITER
from incidents.domain.redaction import REDACTABLE
from incidents.ledger.salted import SIDE_TEXT

READ = ("SELECT",)
ADD = ("SELECT", "INSERT")
KEEP = ("SELECT", "INSERT", "UPDATE", "DELETE")
EVERY_COLUMN = ("*",)


@dataclass(frozen=True, slots=True)
class Rights:
    """What each role may do with a table, and which rows requests read.

    ``sees`` bounds what the web role reads; other roles that may read at all read every
    row. ``adds`` bounds the rows that these add. ``changes`` are the columns that the
    domain's writes update. ``hides`` are those that neither the web role nor the domain's
    writes read.
    """

    sees: str
    may: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    adds: str = sight.EVERYTHING


def happened(sees: str, *changes: str) -> Rights:
    """What happened: it only grows, but for the columns named."""
    return Rights(sees, {WEB: READ, WRITER: ADD}, changes)


def noted(sees: str) -> Rights:
    """What a request notes by itself, of rows that its person then reads."""
    return Rights(sees, {WEB: ADD, WRITER: ADD})


def logged(sees: str) -> Rights:
    """What only workers and commands write."""
    return Rights(sees, {WEB: READ, WRITER: READ})


def cosigned(adds: str, sees: str = sight.EVERYTHING) -> Rights:
    """What only workers and commands write, but for the rows that others may add to it."""
    return Rights(sees, {WEB: READ, WRITER: ADD}, adds=adds)


def standing(sees: str = sight.EVERYTHING) -> Rights:
    """The standing order, which everybody reads and the admin keeps."""
    return Rights(sees, {WEB: READ, WRITER: READ, ADMIN: KEEP, GATE: READ})


def past(sees: str = sight.NOTHING) -> Rights:
    """How the standing order has changed."""
    return Rights(sees, {WEB: READ, ADMIN: KEEP})


def signing_in(sees: str, *hides: str, may: Iterable[str] = READ) -> Rights:
    """People and what they sign in with; the columns named are seen in signing in alone."""
    return Rights(sees, {WEB: tuple(may), WRITER: READ, ADMIN: KEEP, GATE: KEEP}, hides=hides)


# What two parties may agree to destroy of a report; a trigger lets these only be blanked.
_WORDS = ("content", *(name for name in REDACTABLE if name != SIDE_TEXT))
_ANSWER = ("answered_at", "answered_by_id", "answered_for_id", "consented", "done_at")
_WISH = ("name", "topics", "corners", "categories", "severity_min", "post_id", "party_id")
_TOLD = ("channel", "url", "rhythm", "quiet_from", "quiet_until", "flash_in_quiet")
_SUBSCRIPTION = (*_WISH, *_TOLD, "changed_at", "stopped_at", "ended_at")

# A file of a dataset may be read otherwise, until its import is confirmed.
_HOW_FAR = (
    *("manner", "asked_at", "checked_at", "confirmed_at", "confirmed_by_id", "refused"),
    *("progress", "found", "wrong"),
)

TABLES: dict[str, Rights] = {
    # --- what happened
    "incidents_report": happened(sight.REPORT, *_WORDS),
    "incidents_casualty": happened(sight.OF_REPORT, "side_text"),
    "incidents_contentsalts": happened(sight.NOTHING, "secret", "kept", "hidden"),
    "incidents_redaction": happened(sight.REDACTION, *_ANSWER),
    "incidents_proposal": happened(sight.PROPOSAL),
    "incidents_proposaldecision": happened(sight.OF_PROPOSAL),
    "incidents_incident": happened(sight.INCIDENT, *EVERY_COLUMN),
    "incidents_sameeventlink": happened(sight.LINK, "unlinked_at"),
    "incidents_incidentmerge": happened(sight.MERGE, "undone_at", "undone_by_id"),
    "incidents_claim": happened(sight.CLAIM, "released_at"),
    "incidents_dailyreturn": happened(sight.DAILY_RETURN),
    "incidents_finding": happened(sight.FINDING, "status", "published_at"),
    "incidents_breachof": happened(sight.OF_FINDING),
    "incidents_attributedside": happened(sight.OF_FINDING),
    "incidents_partynotice": happened(sight.OF_FINDING),
    "incidents_reply": happened(sight.REPLY),
    "incidents_signoffcall": happened(sight.OF_FINDING),
    "incidents_signoff": happened(sight.OF_FINDING),
    "incidents_dailysignoffcall": happened(sight.OF_DAILY_REPORT),
    "incidents_dailysignoff": happened(sight.OF_DAILY_REPORT),
    "incidents_upload": happened(sight.UPLOAD, "received_at"),
    "incidents_evidence": happened(sight.EVIDENCE),
    "incidents_storedfile": happened(sight.STORED_FILE),
    "incidents_inspection": happened(sight.OF_FILE),
    "incidents_derivative": happened(sight.OF_FILE),
    "incidents_custodyentry": happened(sight.CUSTODY),
    "incidents_complianceword": happened(sight.EVERYTHING),
    "incidents_datasetbatch": happened(sight.DATASET, "withdrawn_at"),
    "incidents_datasetrecord": happened(sight.DATASET, "withdrawn_at"),
    "incidents_datasetfile": happened(sight.DATASET_FILE, *_HOW_FAR),
    "incidents_datasetmapping": happened(sight.DATASET_FILE),
    "incidents_journalentry": happened(sight.JOURNAL),
    "incidents_printedreport": happened(sight.OF_DAILY_REPORT),
    "incidents_export": happened(sight.own("person_id")),
    "incidents_readlog": noted(sight.READING),
    "incidents_duty": happened(sight.DUTY, "due_at", "done_at", "lease_until"),
    "incidents_subscription": happened(sight.own("person_id"), *_SUBSCRIPTION),
    "incidents_incidentversion": logged(sight.OF_INCIDENT),
    # --- what workers count, publish, sign and tell
    "incidents_dailycount": logged(sight.EVERYTHING),
    "incidents_dailytally": logged(sight.TALLY),
    "incidents_staleday": logged(sight.EVERYTHING),  # triggers mark the days of every write
    "incidents_dailyreport": cosigned(sight.SPOT_REPORT, sees=sight.DAILY_REPORT),
    "incidents_ledgerentry": logged(sight.EVERYTHING),
    "incidents_ledgernode": logged(sight.EVERYTHING),
    "incidents_ledgersubject": logged(sight.LEDGER_SUBJECT),
    "incidents_ledgersalts": logged(sight.LEDGER_SALTS),
    "incidents_checkpoint": logged(sight.EVERYTHING),
    "incidents_edition": logged(sight.EVERYTHING),
    "incidents_checkpointsignature": cosigned(sight.OF_A_WITNESS),
    "incidents_alert": happened(sight.OF_SUBSCRIPTION, "outcome", "tries", "due_at", "closed_at"),
    "incidents_webhooksecret": happened(sight.NOTHING, "ends_at"),
    "incidents_alertattempt": logged(sight.OF_ALERT),
    "incidents_alertmark": logged(sight.NOTHING),
    # --- the standing order
    "parties_agreement": standing(),
    "parties_provision": standing(),
    "parties_provisionwording": standing(),
    "parties_appointment": standing(sight.APPOINTMENT),
    "parties_appointment_posts": standing(sight.OF_APPOINTMENT),
    "parties_group": standing(),
    "parties_groupseat": standing(),
    "parties_mission": standing(),
    "parties_missionstep": standing(),
    "parties_participation": standing(),
    "parties_party": standing(),
    "parties_place": standing(),
    "parties_placename": standing(),
    "parties_post": standing(),
    "parties_postoperator": standing(),
    "parties_poststatus": standing(),
    "parties_historicalagreement": past(),
    "parties_historicalprovision": past(),
    "parties_historicalprovisionwording": past(),
    "parties_historicalappointment": past(),
    "parties_historicalappointment_posts": past(),
    "parties_historicalgroup": past(),
    "parties_historicalgroupseat": past(),
    "parties_historicalmission": past(),
    "parties_historicalmissionstep": past(),
    "parties_historicalparticipation": past(),
    "parties_historicalparty": past(),
    "parties_historicalplace": past(),
    "parties_historicalplacename": past(sight.EVERYTHING),
    "parties_historicalpost": past(),
    "parties_historicalpostoperator": past(),
    "parties_historicalpoststatus": past(),
    "django_admin_log": past(),
    # --- people, and how they sign in
    "parties_user": signing_in(sight.PERSON, "password"),
    "parties_apitoken": signing_in(sight.TOKEN, may=KEEP),
    "parties_requestcount": signing_in(sight.own("person_id"), may=KEEP),
    "parties_user_groups": signing_in(sight.NOTHING),
    "parties_user_user_permissions": signing_in(sight.NOTHING),
    "account_emailaddress": signing_in(sight.NOTHING),
    "account_emailconfirmation": signing_in(sight.NOTHING),
    "mfa_authenticator": signing_in(sight.NOTHING),
    # --- Django's own
    "auth_group": signing_in(sight.NOTHING),
    "auth_group_permissions": signing_in(sight.NOTHING),
    "auth_permission": signing_in(sight.NOTHING),
    "django_content_type": standing(),
    "django_session": signing_in(sight.EVERYTHING, may=KEEP),
}
