"""Every page and endpoint: what its address opens, and who may read and act there.

One line for each URL name; a test walks the URL conf and fails for a name without a line.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from incidents.permissions import Deed

# What an address names. Unknown and forbidden ones answer the same 404.
INCIDENT = "incident"  # an incident that the actor reads
MERGED = "merged incident"  # one that was merged into an incident that the actor reads
REPORT = "report"  # a report that the actor reads
OWN_REPORT = "own report"  # a report or receipt of the actor's own
REDACTION = "redaction"  # one at a mission where the actor may redact
OWN_RETURN = "own return"
PROPOSAL = "proposal"  # a proposed correction that the actor reads, or has filed
EVIDENCE = "evidence"  # a file of which the actor gets a copy
OWN_UPLOAD = "own upload"
OWN_EXPORT = "own export"
FINDING = "finding"  # a version of a finding that the actor reads
DATASET_FILE = "file of a dataset"  # one at a mission where the actor imports
DATASET_BATCH = "import of a dataset"
ANOTHER = "standing order"  # a mission, party, place, post, agreement: everybody reads them
OWN_TOKEN = "own token"  # noqa: S105 - a kind of object
OWN_ALERT = "own alert"  # a subscription of the person's own
NOTHING = ""  # the address names no object; what it lists is scoped row by row


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What an address opens; the deed of reading there, and that of acting there.

    ``get`` and ``post`` name a deed of the permission table, and are None where there is
    no such method. Reading that needs more than the object is refused with ``refused``.
    """

    opens: str = NOTHING
    get: Deed | None = "read"
    post: Deed | None = None
    signed_in: bool = False
    refused: int = 404


def _open(*names: str) -> dict[str, Endpoint]:
    """Addresses at which everybody reads what they may."""
    return dict.fromkeys(names, Endpoint())


def _reference(*names: str) -> dict[str, Endpoint]:
    """Addresses of the standing order, which everybody reads."""
    return dict.fromkeys(names, Endpoint(ANOTHER))


def _act(opens: str, deed: Deed) -> Endpoint:
    """Something done to an object; there is nothing to read at its address."""
    return Endpoint(opens, get=None, post=deed, signed_in=True)


def _form(opens: str, deed: Deed) -> Endpoint:
    """A page with a form, for those who may do it."""
    return Endpoint(opens, get=deed, post=deed, signed_in=True, refused=403)


PAGES: dict[str, Endpoint] = {
    **_open("home", "incident_list", "undated_list", "published_totals", "finding_list"),
    **_open("agreement", "daily_report_list", "daily_report", "daily_span", "choose_mission"),
    **_open("daily_report_file", "daily_verify", "daily_feed", "daily_print_file"),
    "daily_print": Endpoint(post="read"),
    "daily_report_check": _act(NOTHING, "read_open_day"),
    "daily_sign": _act(NOTHING, "sign_off"),
    **_open("names_of_places"),
    "token_list": Endpoint(post="read", signed_in=True),
    **_open("room_map", "room_news", "trends", "trends_file"),
    **_open("escalation", "escalation_file"),
    # Pages that hold nothing: the browser fills them with what it keeps itself.
    **_open("manifest", "offline", "outbox_line", "service_worker"),
    "outbox": _form(NOTHING, "file_report"),
    "incident_detail": Endpoint(INCIDENT),
    "incident_named": Endpoint(INCIDENT),
    "incident_proof": Endpoint(INCIDENT),
    "incident_proof_file": Endpoint(INCIDENT),
    "incident_check": Endpoint(INCIDENT),
    "incident_status": _act(INCIDENT, "set_status"),
    "incident_merge": _form(INCIDENT, "link_reports"),
    "incident_split": _form(INCIDENT, "link_reports"),
    "incident_un_merge": _form(MERGED, "link_reports"),
    "finding_new": _form(INCIDENT, "keep_findings"),
    "incident_spot": _form(INCIDENT, "keep_findings"),
    "finding_detail": Endpoint(FINDING),
    "finding_amend": _form(FINDING, "keep_findings"),
    "finding_step": _act(FINDING, "keep_findings"),
    "finding_sign": _act(FINDING, "sign_off"),
    "finding_reply": _act(FINDING, "reply"),
    "compliance": _act(ANOTHER, "say_compliance"),
    "proposal_detail": Endpoint(PROPOSAL, signed_in=True),
    "proposal_decide": _act(PROPOSAL, "decide_proposals"),
    "proposal_withdraw": _act(PROPOSAL, "file_report"),
    "queue": Endpoint(get="keep_queue", post="keep_queue", signed_in=True),
    "queue_act": _act(INCIDENT, "keep_queue"),
    "reading_list": Endpoint(get="read_readings", signed_in=True),
    "file_report": _form(NOTHING, "file_report"),
    "post_coverage": Endpoint(ANOTHER, get="read_open_day", signed_in=True),
    "mission_coverage": Endpoint(get="read_open_day", signed_in=True),
    "radio_form": _form(NOTHING, "file_report"),
    "position_echo": Endpoint(get="file_report", signed_in=True),
    "time_echo": Endpoint(get="file_report", signed_in=True),
    "daily_return": _form(NOTHING, "file_return"),
    "dataset_list": _form(NOTHING, "import_datasets"),
    "dataset_records": Endpoint(get="read_datasets", signed_in=True),
    "dataset_file": _form(DATASET_FILE, "import_datasets"),
    "dataset_columns": _form(DATASET_FILE, "import_datasets"),
    "dataset_wrong": Endpoint(DATASET_FILE, get="import_datasets", signed_in=True, refused=403),
    "dataset_withdraw": _form(DATASET_BATCH, "import_datasets"),
    "report_receipt": Endpoint(OWN_REPORT, signed_in=True),
    "receipt_file": Endpoint(OWN_REPORT, signed_in=True),
    "receipt_signed": Endpoint(OWN_REPORT, signed_in=True),
    "report_proof_file": Endpoint(OWN_REPORT, signed_in=True),
    "report_redaction": _form(REPORT, "redact"),
    "return_receipt": Endpoint(OWN_RETURN, signed_in=True),
    "report_evidence": Endpoint(OWN_REPORT, post="file_report", signed_in=True),
    "evidence_waiting": Endpoint(signed_in=True),
    "evidence_detail": Endpoint(EVIDENCE),
    "evidence_copy": Endpoint(EVIDENCE),
    "evidence_original": _act(EVIDENCE, "read"),
    "evidence_mark": _act(EVIDENCE, "read"),
    "alert_list": Endpoint(signed_in=True),
    "alert_new": Endpoint(post="read", signed_in=True),
    "alert_detail": Endpoint(OWN_ALERT, signed_in=True),
    "alert_change": Endpoint(OWN_ALERT, post="read", signed_in=True),
    "alert_act": Endpoint(OWN_ALERT, get=None, post="read", signed_in=True),
    "alert_end": Endpoint(OWN_ALERT, get=None, post="read", signed_in=True),
    "export_list": Endpoint(post="read", signed_in=True),
    "export_manifest": Endpoint(OWN_EXPORT, signed_in=True),
    "export_signature": Endpoint(OWN_EXPORT, signed_in=True),
    # Whoever holds the link in a message; it names no other object.
    "alert_leave": Endpoint(post="read"),
    # The log in public: hashes and signatures, no contents.
    **_open("log_card", "log_checkpoint", "log_consistency", "log_hashes"),
    "log_cosign": Endpoint(get=None, post="read"),
    **_reference("post_list", "post_detail", "party_list", "place_lookup"),
}

API: dict[str, Endpoint] = {
    **_open("api-root", "api-schema", "api-docs", "api-nowhere"),
    "api-incidents-list": Endpoint(),
    "api-incidents-detail": Endpoint(INCIDENT),
    "api-incidents-accounts": Endpoint(INCIDENT),
    "api-incidents-statistics": Endpoint(),
    "api-watch-list": Endpoint(),
    "api-incidents-history": Endpoint(INCIDENT, get="read_journal"),
    "api-incidents-suggestions": Endpoint(INCIDENT, get="link_reports"),
    "api-incidents-status": _act(INCIDENT, "set_status"),
    "api-incidents-claim": _act(INCIDENT, "keep_queue"),
    "api-incidents-merge": _act(INCIDENT, "link_reports"),
    "api-incidents-split": _act(INCIDENT, "link_reports"),
    "api-incidents-detach": _act(INCIDENT, "link_reports"),
    "api-incidents-un-merge": _act(MERGED, "link_reports"),
    "api-merged-incidents-list": Endpoint(),
    **_open("api-editions-list", "api-editions-detail"),
    "api-reports-list": Endpoint(post="file_report"),
    "api-reports-detail": Endpoint(REPORT),
    "api-reports-batch": _act(NOTHING, "file_report"),
    "api-findings-list": Endpoint(post="keep_findings"),
    "api-findings-detail": Endpoint(FINDING),
    "api-findings-totals": Endpoint(ANOTHER),
    "api-findings-amend": _act(FINDING, "keep_findings"),
    "api-findings-step": _act(FINDING, "keep_findings"),
    "api-findings-sign-off": _act(FINDING, "sign_off"),
    "api-findings-reply": _act(FINDING, "reply"),
    "api-proposals-list": Endpoint(),
    "api-proposals-detail": Endpoint(PROPOSAL),
    "api-proposals-decide": _act(PROPOSAL, "decide_proposals"),
    "api-proposals-withdraw": _act(PROPOSAL, "file_report"),
    "api-uploads-list": _act(NOTHING, "file_report"),
    "api-uploads-detail": Endpoint(OWN_UPLOAD, post="file_report"),
    "api-evidence-list": Endpoint(),
    "api-evidence-detail": Endpoint(EVIDENCE),
    "api-evidence-working": Endpoint(EVIDENCE),
    "api-evidence-thumbnail": Endpoint(EVIDENCE),
    "api-evidence-custody": Endpoint(EVIDENCE, get="read_journal"),
    "api-evidence-original": _act(EVIDENCE, "read"),
    "api-evidence-mark": _act(EVIDENCE, "read"),
    "api-exports-list": Endpoint(get=None, post="read", signed_in=True),
    "api-exports-detail": Endpoint(OWN_EXPORT, signed_in=True),
    "api-exports-file": Endpoint(OWN_EXPORT, signed_in=True),
    "api-subscriptions-list": Endpoint(post="read", signed_in=True),
    "api-subscriptions-detail": Endpoint(OWN_ALERT, post="read", signed_in=True),
    "api-subscriptions-alerts": Endpoint(OWN_ALERT, signed_in=True),
    "api-subscriptions-alert": Endpoint(OWN_ALERT, signed_in=True),
    "api-subscriptions-secret": _act(OWN_ALERT, "read"),
    "api-subscriptions-resume": _act(OWN_ALERT, "read"),
    "api-subscriptions-test": _act(OWN_ALERT, "read"),
    "api-readings-list": Endpoint(),
    "api-redactions-list": Endpoint(post="redact"),
    "api-redactions-consent": _act(REDACTION, "redact"),
    "api-redactions-decline": _act(REDACTION, "redact"),
    "api-dataset-records-list": Endpoint(),
    "api-daily-reports-list": Endpoint(),
    "api-daily-reports-newest": Endpoint(),
    "api-daily-reports-revision": Endpoint(),
    "api-daily-reports-sign-offs": Endpoint(post="sign_off"),
    **_reference("api-missions-list", "api-missions-detail"),
    **_reference("api-parties-list", "api-parties-detail"),
    **_reference("api-groups-list", "api-groups-detail"),
    **_reference("api-agreements-list", "api-agreements-detail"),
    **_open("ogc-landing", "ogc-conformance", "ogc-api", "ogc-collections", "ogc-nowhere"),
    **_open("ogc-collection", "ogc-schema"),
    "ogc-incidents-items": Endpoint(),
    "ogc-incidents-item": Endpoint(INCIDENT),
    **_reference("ogc-posts-items", "ogc-posts-item", "ogc-places-items", "ogc-places-item"),
    **_reference("ogc-zones-items", "ogc-zones-item"),
    **_reference("api-posts-list", "api-posts-detail"),
    **_reference("api-places-list", "api-places-detail"),
    "api-tokens-list": Endpoint(post="read", signed_in=True),
    "api-tokens-detail": Endpoint(OWN_TOKEN, get=None, signed_in=True),
}

# The shell, which reads nothing that happened: health, sign-in, languages, problems.
SHELL = _open("livez", "readyz", "choose_language", "names_of_places", "problems", "problem")
# Who signs in, and how: pages of the library of accounts, about oneself.
ACCOUNTS = ("account_", "mfa_")
# The standing order in the admin; ``parties.rules`` is its table, and no model of
# incidents is registered there.
ADMIN = "admin:"

ENDPOINTS: dict[str, Endpoint] = PAGES | API | SHELL


def missing(names: Iterable[str]) -> list[str]:
    """Return the URL names that stand in no table."""
    return sorted(n for n in names if n not in ENDPOINTS and not n.startswith((*ACCOUNTS, ADMIN)))
