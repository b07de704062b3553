"""The plan of the house: apps, rooms and their order. A new room is a decision made here."""

# Who may import whom: an app imports itself and those after it.
APPS = ("ceasefire", "incidents", "parties")

# Rooms from the bottom up: a room imports its own floor and those below.
FLOORS = (
    # pure: no Django; code lists may translate their labels
    frozenset(
        {
            *("geo", "missionday", "ledger", "exchange", "files"),
            *("naming", "transliteration", "plausibility", "wording"),
            *("enums", "categories", "custody", "judgements", "alerting", "damage", "publishing"),
        }
    ),
    frozenset({"models"}),
    frozenset({"steps", "permissions", "endpoints", "record_fields"}),
    frozenset({"rules"}),
    frozenset({"domain"}),
    # edges: they translate, then call the domain
    frozenset({"api", "views", "forms", "admin", "management", "tasks", "urls", "apps"}),
)
PURE = FLOORS[0]
EDGES = FLOORS[-1]
CODE_LISTS = frozenset(
    {"enums", "categories", "custody", "judgements", "alerting", "damage", "publishing"}
)
CODE_LISTS_MAY_IMPORT = frozenset({"django.utils.translation", "django.db.models"})

ROOMS = {
    "ceasefire": {
        *("api", "embedded", "locale", "locale_of_libraries", "management", "postgresql"),
    },
    "incidents": {
        *("geo", "missionday", "ledger", "exchange", "files"),
        *("models", "domain", "migrations"),
        *("api", "views", "forms", "admin", "management"),
    },
    "parties": {
        *("models", "domain", "migrations"),
        *("api", "views", "forms", "admin", "management"),
    },
}
INNER_ROOMS = {
    "incidents/domain": {"queries"},
    "incidents/management": {"commands", "founding", "founding_case"},
    "parties/domain": {"queries"},
    "parties/management": {"commands"},
    "ceasefire/management": {"commands"},
    "ceasefire/locale": {"en", "fr", "ru", "tr", "az", "hy"},
}
FILES = {
    "ceasefire": {
        *("accounts", "apps", "caching", "catalogue", "celery", "checks", "context", "door"),
        *("errors", "gunicorn", "health", "language", "logs", "migration_state", "names", "probe"),
        *("compression", "form_html", "pwa", "request_log", "settings"),
        *("static_files", "uploads", "urls", "wsgi"),
    },
    "incidents": {
        *(
            "alerting",
            "apps",
            "categories",
            "custody",
            "damage",
            "endpoints",
            "enums",
            "judgements",
            "permissions",
            "publishing",
        ),
        *("plausibility", "record_fields", "rules", "steps", "tasks", "urls", "wording"),
    },
    "parties": {"apps", "naming", "rules", "transliteration", "urls"},
}
TOP_LEVEL = {
    *("ceasefire", "incidents", "parties", "templates", "static", "tests", "docs", "bench"),
    *("manage.py", "dev", "pyproject.toml", "Dockerfile", "docker-compose.yml"),
    *("requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
}
# Drawers in which everything ends up and nothing is found.
NO_NAMES = {"common", "core", "utils", "helpers", "services", "misc", "lib"}

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
MOST_COMPLEX = 8

# Rooms whose every module has its tests under the same stem, and every test its module.
SAME_STEM = (
    *("incidents/geo", "incidents/missionday", "incidents/ledger", "incidents/exchange"),
    "incidents/files",
    *("incidents/domain", "incidents/domain/queries"),
    *("parties/domain", "parties/domain/queries"),
)

# Tests of a whole walk through several modules of a room.
WALKS = {"killed_workers", "schedules"}

# Who writes which table of incidents, by the stem of the domain module: one writer a table.
WRITERS = {
    "Report": {"filing", "redaction"},
    "Casualty": {"filing", "redaction"},
    "Incident": {"linking", "opening", "status"},
    "IncidentVersion": set(),  # a trigger writes it
    "SameEventLink": {"linking", "opening"},
    "IncidentMerge": {"merging"},
    "JournalEntry": {"journal"},
    "Duty": {"duty", "pump"},
    "Subscription": {"subscription"},
    "Alert": {"alert", "alert_telling"},
    "AlertAttempt": {"alert_telling"},
    "AlertMark": {"alert"},
    "WebhookSecret": {"webhook"},
    "Claim": {"claim"},
    "Proposal": {"proposal"},
    "ProposalDecision": {"proposal"},
    "ReadLog": {"read_log"},
    "StoredFile": {"evidence"},
    "Upload": {"evidence"},
    "Evidence": {"evidence"},
    "CustodyEntry": {"custody"},
    "Inspection": {"evidence_inspection"},
    "Derivative": {"evidence_inspection"},
    "DatasetBatch": {"dataset"},
    "DatasetRecord": {"dataset"},
    "DatasetFile": {"dataset_file"},
    "DatasetMapping": {"dataset_mapping"},
    "DailyReturn": {"daily_return"},
    "DailyCount": {"daily_count"},
    "DailyTally": {"daily_tally"},
    "StaleDay": set(),  # triggers write it
    "DailyReport": {"daily_report"},
    "DailySignOffCall": {"daily_signoff"},
    "DailySignOff": {"daily_signoff"},
    "PrintedReport": {"printing"},
    "Export": {"exporting"},
    "Finding": {"finding"},
    "BreachOf": {"finding"},
    "AttributedSide": {"finding"},
    "PartyNotice": {"reply"},
    "Reply": {"reply"},
    "SignOffCall": {"signoff"},
    "SignOff": {"signoff"},
    "ContentSalts": {"content_salts"},
    "Redaction": {"redaction"},
    "ComplianceWord": {"compliance"},
    "LedgerEntry": {"sequencing"},
    "LedgerNode": {"sequencing"},
    "LedgerSubject": {"ledger_leaf"},
    "LedgerSalts": {"sequencing"},
    "Checkpoint": {"sequencing"},
    "Edition": {"edition"},
    "CheckpointSignature": {"sequencing", "cosigning"},
}

# Tables of incidents whose rows people fill in; the others only the system writes.
FILLED_IN = {"Casualty", "DailyReturn", "Report", "Subscription"}
