"""Every record that the API answers with, field by field, and what it takes to read it.

The columns of incidents and reports name their groups in their own tables of columns
(``api.incident_columns``, ``api.report_columns``). A test compares both with the OpenAPI
schema: a field that is in no table fails the build.
"""

from incidents.permissions import DEEDS, FIELDS

# What it takes, besides the groups of fields and the deeds of the table:
EVERYONE = "everyone"  # nothing: the standing order, and what was published
FINDING = "finding"  # to read that version of a finding
OWN = "own"  # to be the one whom it is about
EVIDENCE = "evidence"  # a copy of the file to be open to the reader; see EVIDENCE_COPIES
KINDS = frozenset({EVERYONE, EVIDENCE, FINDING, OWN, *FIELDS, *DEEDS})

# Component of the OpenAPI schema → what it takes to read it, and its fields.
RECORDS: dict[str, tuple[str, str]] = {
    "FindingRecord": (
        "finding",
        (
            "id mission incident reference version status text grounds ruling cannot_rule "
            "cannot_rule_note breaches attribution sides confidence basis snapshot_hash made_at "
            "published_at sign_offs notices"
        ),
    ),
    "FindingDetail": (
        "finding",
        (
            "id mission incident reference version status text grounds ruling cannot_rule "
            "cannot_rule_note breaches attribution sides confidence basis snapshot_hash made_at "
            "published_at sign_offs notices established evidence_changed snapshot allowed_actions"
        ),
    ),
    "FindingStep": ("finding", "action to reason_required"),
    "BreachRecord": ("finding", "provision note"),
    "SideRecord": ("finding", "party responsibility"),
    "SignOffRecord": ("finding", "party due_at decision text signed_at"),
    "NoticeRecord": ("finding", "party notified_at reply_due_at reply replied_at"),
    "AccountsRecord": ("reports", "rival accounts"),
    "AccountRecord": ("reports", "report content_hash versions"),
    "CasualtyRecord": ("casualties", "side side_text person_kind outcome low best high"),
    "StatisticsRecord": ("core", "by cells coverage"),
    "StatisticsCell": (
        "core",
        (
            "keys incidents not_counted reports killed_at_least killed_unknown injured_at_least "
            "injured_unknown count_at_least count_unknown protected"
        ),
    ),
    "StatisticsCoverage": (
        "everyone",
        "keys returns nil minutes_at_least minutes_unknown",
    ),
    "WatchRecord": ("core", "mission rule mission_day by measure days_without_watch rows"),
    "WatchRow": ("core", "key state recent baseline ratio chance incidents_left_out"),
    "WatchPart": ("everyone", "days incidents hours rate"),
    "SuggestionRecord": ("link_reports", "incident reference score reasons"),
    "History": ("read_journal", "seq at action reason who details changes"),
    "Change": ("read_journal", "field before after"),
    "Who": ("read_journal", "is_you appointments"),
    "Acting": ("read_journal", "role party"),
    "Claim": ("keep_queue", "claimed who until"),
    "Reading": ("read_readings", "id at mission who what subject query rows groups"),
    "Redaction": (
        "redact",
        (
            "id mission report fields reason proposed_at proposed_for answered_at answered_for"
            " consented done_at"
        ),
    ),
    "Step": ("set_status", "to reason_required"),
    "ProposalRecord": (
        "read_proposals",
        (
            "id mission incident report content_hash about proposed_at changes outcome reason "
            "decided_at allowed_actions"
        ),
    ),
    "Receipt": (
        "own",
        "v report_id reference mission incident content_hash received_at variant proposed hints",
    ),
    "BatchAnswer": ("own", "results"),
    "ItemAnswer": ("own", "report_id status digest receipt errors"),
    "Progress": ("own", "id report_id sha256 size offset complete attached"),
    "EvidenceRecord": (
        "evidence",
        (
            "id kind graphic released copies report_id sha256 size media_type name claimed_type "
            "misnamed collected_by collected_at device source_url capture received_at outcome "
            "oddities tags taken_at minutes_off km_off warnings"
        ),
    ),
    "Custody": ("read_journal", "at step who reason sha256"),
    "Export": (
        "own",
        "id query progress asked_at made_at expires_at failure manifest signature file",
    ),
    "Subscription": (
        "own",
        (
            "id mission name topics corners categories severity_min post party channel url "
            "rhythm quiet_from quiet_until flash_in_quiet begun_at changed_at stopped_at ended_at"
        ),
    ),
    "NewSubscription": (
        "own",
        (
            "id mission name topics corners categories severity_min post party channel url "
            "rhythm quiet_from quiet_until flash_in_quiet begun_at changed_at stopped_at ended_at "
            "secret"
        ),
    ),
    "AlertRecord": ("own", "id topic noticed_at due_at outcome incident severity about attempts"),
    "AttemptRecord": ("own", "at took_ms status error"),
    "SecretRecord": ("own", "secret"),
    "Token": ("own", "id label scopes created expiry last_used_at"),
    "NewToken": ("own", "id label scopes created expiry last_used_at token"),
    "TotalsRecord": ("everyone", "party alleged ruled"),
    "DatasetRecord": (
        "read_datasets",
        (
            "id mission dataset licence batch external_id day_from day_until time_precision lat "
            "lon position_precision event_type side_a side_b place country killed_low "
            "killed_best killed_high source leaf root"
        ),
    ),
    "DailyReport": (
        "everyone",
        (
            "mission kind name first_day mission_day number year revision content_hash "
            "journal_position published_at released_at url"
        ),
    ),
    "DaySigningRecord": (
        "everyone",
        (
            "mission mission_day revision content_hash superseded outcome rule terms_hash "
            "called_at due_at parties"
        ),
    ),
    "DayWordRecord": ("everyone", "party decision text signed_at"),
    "Entrance": ("everyone", "resources schema documentation"),
    "Problem": ("everyone", "type title status detail instance errors current"),
    "ProblemError": ("everyone", "pointer parameter detail code"),
    "ProblemCurrent": ("everyone", "id version"),
    "Edition": ("everyone", "name size root made_at note checkpoint"),
    "Agreement": (
        "everyone",
        "code title signed_on effective_at source_url note provisions participations",
    ),
    "Group": ("everyone", "code name note seats"),
    "Involvement": ("everyone", "mission agreement role since until note source_url"),
    "Mission": (
        "everyone",
        (
            "code name agreement time_zone cut_off earlier_days opened_on closed_on sign_off_rule "
            "centre_lat centre_lon zoom zone participations"
        ),
    ),
    "Operator": ("everyone", "party share"),
    "Partaker": ("everyone", "party role since until note source_url"),
    "Party": (
        "everyone",
        "code name short_name kind iso3 parent aliases note participations seats",
    ),
    "Place": ("everyone", "code label kind lat lon area country zone population source names"),
    "PlaceName": ("everyone", "name language kind endorsed_by"),
    "Post": (
        "everyone",
        (
            "id mission code name kind sector place lat lon position_precision host consent "
            "consent_note always_on note operators status status_since history"
        ),
    ),
    "PostStatus": ("everyone", "status since note source_url"),
    "Provision": (
        "everyone",
        "code number kind summary due_on amended_due_on ceiling ceiling_unit wordings",
    ),
    "Seat": ("everyone", "party seat since until"),
    "SeatHeld": ("everyone", "group seat since until"),
    "Wording": ("everyone", "language endorsed_by text source_url"),
}

# Fields of an incident that are no columns of it → the deed or group that they take.
INCIDENT_DETAIL: dict[str, str] = {
    "place_label": "core",
    "reports": "reports",
    "history": "read_journal",
    "allowed_actions": "set_status",
    "allowed_moves": "link_reports",
    "merged_here": "link_reports",
}
# The same of a report: its incident is named to those who read that.
REPORT_DETAIL: dict[str, str] = {"place_label": "core", "incident": "core"}

# Body of a request → the deed that it is for. Unknown fields are refused, by name.
BODIES: dict[str, str] = {
    "ReportBodyRequest": "file_report",
    "CasualtyLineRequest": "file_report",
    "ExportBodyRequest": "read",
    "UploadBodyRequest": "file_report",
    "OriginalBodyRequest": "read",
    "MarkBodyRequest": "read",
    "BatchBodyRequest": "file_report",
    "StatusStepRequest": "set_status",
    "ClaimBodyRequest": "keep_queue",
    "MergeBodyRequest": "link_reports",
    "ReasonBodyRequest": "link_reports",
    "SplitBodyRequest": "link_reports",
    "DetachBodyRequest": "link_reports",
    "DraftBodyRequest": "keep_findings",
    "AmendBodyRequest": "keep_findings",
    "BreachBodyRequest": "keep_findings",
    "SideBodyRequest": "keep_findings",
    "StepBodyRequest": "keep_findings",
    "SignBodyRequest": "sign_off",
    "DaySignBodyRequest": "sign_off",
    "ReplyBodyRequest": "reply",
    "DecideBodyRequest": "decide_proposals",
    "WithdrawBodyRequest": "file_report",
    "RedactionBodyRequest": "redact",
    "TokenBodyRequest": "read",
    "SubscriptionBodyRequest": "read",
    "PatchedSubscriptionChangeRequest": "read",
}
