"""Which rows a person reads, as conditions in SQL, made from the table of rules.

``{table}`` stands for the table that a condition is about.

PostgreSQL itself works out who asks: from a person's id and the day, ``ceasefire_stand``
reads the appointments, and writes the missions of each role where the conditions find them.
``ceasefire_arrive`` does it from the hash of a token, and returns what it has read.
"""

from collections.abc import Iterable

from ceasefire.postgresql.roles import GATE
from incidents.custody import CustodyStep
from incidents.enums import OWN_SOURCES, Action, ProposalOutcome
from incidents.permissions import ANY, DEEDS, FIELDS, NEAR, Readers
from incidents.rules import (
    ANALYST,
    DUTY_OFFICER,
    EVIDENCE_COPIES,
    MONITOR,
    PERMISSIONS,
    PUBLIC,
    READABLE,
    READS_RESTRICTED,
    RESTRICTED_CATEGORIES,
    Relation,
)

EVERYTHING = "true"
NOTHING = "false"
STAFF = (MONITOR, DUTY_OFFICER, ANALYST)


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


def at_missions_of(roles: Iterable[str], column: str = "mission_id") -> str:
    """Match rows of the missions where one of the roles is held."""
    held = f"ARRAY[{_list(roles)}]"
    named = column if "." in column else f"{{table}}.{column}"
    return f"{named} = ANY ((SELECT ceasefire_missions({held}))::bigint[])"


def own(column: str) -> str:
    """Match rows whose ``column`` is the person who asks."""
    return f"{{table}}.{column} = (SELECT ceasefire_person())"


def with_row(table: str, key: str, column: str, *, more: str = "true") -> str:
    """Match rows beside a row of another table, which must itself be readable."""
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.{key} = {{table}}.{column} AND {more})"


def any_of(*conditions: str) -> str:
    """Match rows for which one of the conditions holds; cheap ones come first."""
    return "(" + " OR ".join(f"({condition})" for condition in conditions) + ")"


def all_of(*conditions: str) -> str:
    """Match rows for which all of the conditions hold."""
    return "(" + " AND ".join(f"({condition})" for condition in conditions) + ")"


def _of(readers: Readers, held: frozenset[Relation]) -> list[str]:
    """Return the roles that read in exactly these relations."""
    return [role for role, relations in readers.items() if relations == held]


def _near(column: str = "{table}.post_id") -> str:
    """Match rows of the posts that a person is appointed to or whose party operates them."""
    return f"{column} IN (SELECT ceasefire_near_posts())"


def _released() -> str:
    """The levels of release that roles read, grouped by what they read."""
    seen = [f"release IN ({_list(READABLE[PUBLIC])})"]
    for levels in sorted({frozenset(found) for found in READABLE.values()}, key=sorted):
        roles = [role for role, found in READABLE.items() if found == levels and role != PUBLIC]
        if levels != READABLE[PUBLIC]:
            seen.append(all_of(f"release IN ({_list(levels)})", at_missions_of(roles)))
    return any_of(*seen)


OPEN_CATEGORY = f"category NOT IN ({_list(RESTRICTED_CATEGORIES)})"
AMONG_RESTRICTED = at_missions_of(READS_RESTRICTED)

# A party that was told of a finding, or asked to sign it, also sees what it is about.
INCIDENT = any_of(
    all_of(_released(), any_of(OPEN_CATEGORY, AMONG_RESTRICTED)),
    "id IN (SELECT incident FROM ceasefire_told())",
)
TALLY = all_of(_released(), any_of("NOT restricted", AMONG_RESTRICTED))

_PUBLISHED = all_of(
    f"source_url <> '' AND source_kind NOT IN ({_list(OWN_SOURCES)})",
    "key NOT IN (SELECT ceasefire_not_accepted())",
)
REPORT = any_of(
    AMONG_RESTRICTED,
    own("author_id"),
    all_of(
        OPEN_CATEGORY,
        any_of(
            at_missions_of(_of(FIELDS["reports"], ANY)),
            _PUBLISHED,
            all_of(at_missions_of(_of(FIELDS["reports"], NEAR)), _near()),
        ),
        "key NOT IN (SELECT ceasefire_restricted_reports())",
    ),
)
DAILY_RETURN = any_of(
    at_missions_of(PERMISSIONS["read_open_day"]),
    own("author_id"),
    with_row("incidents_report", "key", "report_id", more="x.source_url <> ''"),
)
FINDING = any_of(
    all_of(
        any_of("published_at IS NOT NULL", at_missions_of(PERMISSIONS["read_findings"])),
        with_row("incidents_incident", "id", "incident_id"),
    ),
    "id IN (SELECT finding FROM ceasefire_told())",
)
OF_INCIDENT = with_row("incidents_incident", "id", "incident_id")
OF_REPORT = with_row("incidents_report", "key", "report_id")
OF_FINDING = with_row("incidents_finding", "id", "finding_id")
DAILY_REPORT = any_of(
    "{table}.released_at IS NOT NULL", at_missions_of(PERMISSIONS["read_open_day"])
)
SPOT_REPORT = "kind = 'spot'"  # what duty officers write; workers make the rest
OF_DAILY_REPORT = with_row("incidents_dailyreport", "id", "report_id")
# Who reads an incident is shown its released files, whoever reads the report they came with.
LINK = all_of(
    OF_INCIDENT,
    any_of(OF_REPORT, "report_id IN (SELECT r.report FROM ceasefire_released_files() r)"),
)
MERGE = all_of(OF_INCIDENT, with_row("incidents_incident", "id", "into_id"))
REPLY = with_row("incidents_partynotice", "id", "notice_id")
PROPOSAL = any_of(
    all_of(at_missions_of(PERMISSIONS["read_proposals"]), OF_REPORT),
    with_row("incidents_report", "key", "report_id", more="x.author_id = ceasefire_person()"),
)
OF_PROPOSAL = with_row("incidents_proposal", "id", "proposal_id")
# Who reads a report is told what of it was destroyed.
REDACTION = any_of(
    at_missions_of(PERMISSIONS["redact"]),
    all_of(
        "done_at IS NOT NULL",
        with_row(
            "incidents_report", "report_id", "report_id", more="x.mission_id = {table}.mission_id"
        ),
    ),
)
CLAIM = with_row(
    "incidents_incident",
    "id",
    "incident_id",
    more=at_missions_of(PERMISSIONS["keep_queue"], "x.mission_id"),
)

# Files: whoever sent one, the staff who read its report, and everybody once it is released.
_RELEASED_FILES = "upload_id IN (SELECT r.upload FROM ceasefire_released_files() r"
EVIDENCE = any_of(
    "upload_id IN (SELECT ceasefire_own_uploads())",
    with_row(
        "incidents_report",
        "key",
        "report_id",
        more=any_of(
            at_missions_of(EVIDENCE_COPIES["working"], "x.mission_id"),
            "x.post_id IN (SELECT ceasefire_watched_posts())",
        ),
    ),
    all_of(
        f"{_RELEASED_FILES})",
        any_of(OF_REPORT, f"{_RELEASED_FILES} JOIN incidents_incident x ON x.id = r.incident)"),
    ),
)
OF_EVIDENCE = with_row("incidents_evidence", "upload_id", "upload_id")
UPLOAD = any_of(own("uploader_id"), with_row("incidents_evidence", "upload_id", "id"))
STORED_FILE = with_row("incidents_upload", "sha256", "sha256", more="x.received_at IS NOT NULL")
OF_FILE = with_row("incidents_storedfile", "sha256", "file_id")
_OF_OWN_HASH = all_of(
    "upload_id IS NULL",
    any_of(
        with_row("incidents_storedfile", "sha256", "sha256"),
        with_row("incidents_derivative", "sha256", "sha256"),
    ),
)
# Whoever sees a file knows how it is marked; its custody is for those who keep or sent it.
_MARKS = (CustodyStep.MARKED_GRAPHIC, CustodyStep.UNMARKED_GRAPHIC)
_RELEASES = (CustodyStep.RELEASED, CustodyStep.WITHHELD)
CUSTODY = any_of(
    own("actor_id"),
    all_of(f"step IN ({_list((*_MARKS, *_RELEASES))})", OF_EVIDENCE),
    all_of(at_missions_of(PERMISSIONS["read_journal"]), any_of(OF_EVIDENCE, _OF_OWN_HASH)),
    "upload_id IN (SELECT ceasefire_own_uploads())",
    all_of(
        _OF_OWN_HASH,
        "mission_id IN (SELECT u.mission_id FROM incidents_upload u"
        " WHERE u.uploader_id = ceasefire_person())",
    ),
)
DUTY = at_missions_of(PERMISSIONS["keep_queue"])
DATASET = at_missions_of(PERMISSIONS["read_datasets"])
DATASET_FILE = at_missions_of(PERMISSIONS["import_datasets"])
OF_SUBSCRIPTION = with_row("incidents_subscription", "id", "subscription_id")
OF_ALERT = with_row("incidents_alert", "id", "alert_id")
READING = any_of(at_missions_of(PERMISSIONS["read_readings"]), own("reader_id"))

# What an entry of the journal is about must be readable, where it is a row of its own.
SUBJECT = """CASE {{table}}.subject_type
    WHEN 'incident' THEN EXISTS
        (SELECT 1 FROM incidents_incident x WHERE x.id = {{table}}.subject_id::uuid)
    WHEN 'finding' THEN EXISTS
        (SELECT 1 FROM incidents_finding x WHERE x.id = {{table}}.subject_id::uuid)
    WHEN 'report' THEN EXISTS
        (SELECT 1 FROM incidents_report x WHERE x.report_id = {{table}}.subject_id::uuid)
    ELSE {otherwise} END"""
# Who reads the journal of what is near only, reads it of their own posts' incidents.
_NEAR_SUBJECT = f"""CASE {{table}}.subject_type
    WHEN 'incident' THEN EXISTS (SELECT 1 FROM incidents_incident x
        WHERE x.id = {{table}}.subject_id::uuid AND {_near("x.post_id")})
    WHEN 'finding' THEN EXISTS (SELECT 1 FROM incidents_finding x
        JOIN incidents_incident y ON y.id = x.incident_id
        WHERE x.id = {{table}}.subject_id::uuid AND {_near("y.post_id")})
    WHEN 'report' THEN EXISTS (SELECT 1 FROM incidents_report x
        WHERE x.report_id = {{table}}.subject_id::uuid)
    ELSE {{table}}.subject_type = 'daily_report' END"""
_OPENED = f"subject_type = 'incident' AND action = '{Action.INCIDENT_OPENED}'"
_READ_JOURNAL = DEEDS["read_journal"]
JOURNAL = any_of(
    own("actor_id"),
    all_of(
        any_of(at_missions_of(_of(_READ_JOURNAL, ANY)), _OPENED),
        SUBJECT.format(otherwise="true"),
    ),
    all_of(at_missions_of(_of(_READ_JOURNAL, NEAR)), _NEAR_SUBJECT),
)
# The salts open what the public log only commits to.
LEDGER_SUBJECT = SUBJECT.format(otherwise="false")
LEDGER_SALTS = (
    "EXISTS (SELECT 1 FROM incidents_ledgerentry x "
    "JOIN incidents_journalentry y ON y.seq = x.journal_id WHERE x.seq = {table}.entry_id)"
)
# The log signs in its worker; witnesses send their lines to the web.
OF_A_WITNESS = "NOT is_log"

# People are known to themselves and to the staff of their missions, in appointments alone.
APPOINTMENT = any_of(own("user_id"), at_missions_of(STAFF))
PERSON = any_of(own("id"), with_row("parties_appointment", "user_id", "id"))
OF_APPOINTMENT = with_row("parties_appointment", "id", "appointment_id")
TOKEN = own("user_id")

# Few files are released.
RELEASED_INDEX = (
    "CREATE INDEX IF NOT EXISTS custody_released ON incidents_custodyentry (upload_id) "
    f"WHERE step = '{CustodyStep.RELEASED}'"
)
# Few incidents are of these categories: whoever asks which reports tell of them reads no other.
RESTRICTED_INDEX = (
    "CREATE INDEX IF NOT EXISTS incident_restricted ON incidents_incident (id) "
    f"WHERE category IN ({_list(RESTRICTED_CATEGORIES)})"
)
# What the functions read: before these tables are made, there is nothing to guard.
NEEDED = frozenset(
    {
        *("incidents_incident", "incidents_sameeventlink", "incidents_finding"),
        *("incidents_partynotice", "incidents_signoffcall"),
        *("incidents_proposal", "incidents_proposaldecision"),
        *("incidents_upload", "incidents_evidence", "incidents_custodyentry"),
        *("parties_appointment", "parties_appointment_posts", "parties_postoperator"),
        "parties_user",
    }
)

# --- Functions ----------------------------------------------------------------
# Those that must see more than the person who asks belong to the owner.
# Whoever is looked up, PostgreSQL keeps its plan for that: it is always made for the same role.
_LOOK = (
    f"PERFORM set_config('role', CASE as_role WHEN 'none' THEN as_role ELSE '{GATE}' END, false);"
)
_SPEAKERS = f"ARRAY[{_list(PERMISSIONS['reply'])}]"
# ruff: noqa: S608
FUNCTIONS = f"""
CREATE FUNCTION ceasefire_stand(as_role text, person bigint, today date)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held jsonb := '[]';
BEGIN
    IF person IS NOT NULL THEN
        {_LOOK}
        SELECT coalesce(jsonb_agg(jsonb_build_array(a.id, a.role, a.mission_id, a.party_id)), '[]')
        INTO held FROM parties_appointment a JOIN parties_user u ON u.id = a.user_id
        WHERE a.user_id = person AND u.is_active
          AND a.since <= today AND (a.until IS NULL OR a.until >= today);
    END IF;
    PERFORM set_config('role', as_role, false),
            set_config('ceasefire.person', coalesce(person::text, ''), false),
            set_config('ceasefire.held', held::text, false);
    IF as_role = 'none' THEN
        RESET statement_timeout;
    ELSE
        SET statement_timeout = '60s';  -- nobody waits longer; who works for nobody may
    END IF;
END
$$;
CREATE FUNCTION ceasefire_arrive(as_role text, secret text, today date)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    known json;
    seen bigint;
BEGIN
    {_LOOK}
    seen := changes_made();  -- before reading: what is read is as new as the number, or newer
    SELECT u.id, json_build_object('token', t, 'person', u, 'changes', seen, 'held', (
        SELECT coalesce(json_agg(json_build_object('appointment', a, 'mission', m)), '[]')
        FROM parties_appointment a JOIN parties_mission m ON m.id = a.mission_id
        WHERE a.user_id = u.id
          AND a.since <= today + 1 AND (a.until IS NULL OR a.until >= today - 1)
    )) INTO person, known
    FROM parties_apitoken t JOIN parties_user u ON u.id = t.user_id WHERE t.digest = secret;
    PERFORM ceasefire_stand(as_role, person, today);
    RETURN known;
END
$$;
CREATE FUNCTION ceasefire_person() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('ceasefire.person', true), '')::bigint
$$;
CREATE FUNCTION ceasefire_held(
    OUT appointment bigint, OUT role text, OUT mission bigint, OUT party bigint)
RETURNS SETOF record LANGUAGE sql STABLE AS $$
    SELECT (h->>0)::bigint, h->>1, (h->>2)::bigint, (h->>3)::bigint FROM jsonb_array_elements(
        coalesce(nullif(current_setting('ceasefire.held', true), ''), '[]')::jsonb) h
$$;
CREATE FUNCTION ceasefire_missions(roles text[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE AS $$  -- whose plan is kept: nearly every query asks this
BEGIN
    RETURN (SELECT coalesce(array_agg(h.mission), '{{}}') FROM ceasefire_held() h
            WHERE h.role = ANY (roles));
END
$$;
CREATE FUNCTION ceasefire_near_posts() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT o.post_id FROM parties_postoperator o JOIN ceasefire_held() h ON h.party = o.party_id
    UNION ALL
    SELECT p.post_id FROM parties_appointment_posts p
    JOIN ceasefire_held() h ON h.appointment = p.appointment_id
$$;
CREATE FUNCTION ceasefire_watched_posts() RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT p.post_id FROM parties_appointment_posts p
    JOIN ceasefire_held() h ON h.appointment = p.appointment_id AND h.role = '{MONITOR}'
    UNION ALL
    SELECT q.id FROM ceasefire_held() h JOIN parties_postoperator o ON o.party_id = h.party
    JOIN parties_post q ON q.id = o.post_id AND q.mission_id = h.mission
    WHERE h.role = '{MONITOR}' AND NOT EXISTS (
        SELECT 1 FROM parties_appointment_posts p WHERE p.appointment_id = h.appointment)
$$;
CREATE FUNCTION ceasefire_own_uploads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT id FROM incidents_upload WHERE uploader_id = ceasefire_person()
$$;
CREATE FUNCTION ceasefire_released_files(OUT upload uuid, OUT report bigint, OUT incident uuid)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT e.upload_id, e.report_id, l.incident_id FROM incidents_custodyentry c
    JOIN incidents_evidence e ON e.upload_id = c.upload_id
    LEFT JOIN incidents_sameeventlink l ON l.report_id = e.report_id AND l.unlinked_at IS NULL
    WHERE c.step = '{CustodyStep.RELEASED}' AND NOT EXISTS (
        SELECT 1 FROM incidents_custodyentry w
        WHERE w.upload_id = c.upload_id AND w.id > c.id AND w.step = '{CustodyStep.WITHHELD}')
$$;
CREATE FUNCTION ceasefire_restricted_reports() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT l.report_id FROM incidents_incident i JOIN incidents_sameeventlink l
    ON l.incident_id = i.id AND l.unlinked_at IS NULL
    WHERE i.category IN ({_list(RESTRICTED_CATEGORIES)})
$$;
CREATE FUNCTION ceasefire_not_accepted() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT p.report_id FROM incidents_proposal p
    LEFT JOIN incidents_proposaldecision d ON d.proposal_id = p.id
    WHERE d.outcome IS DISTINCT FROM '{ProposalOutcome.ACCEPTED}'
$$;
CREATE FUNCTION ceasefire_told(OUT finding uuid, OUT incident uuid)
RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT f.id, f.incident_id FROM ceasefire_held() h
    JOIN incidents_finding f ON f.mission_id = h.mission
    JOIN incidents_incident i ON i.id = f.incident_id AND i.{OPEN_CATEGORY}
    WHERE h.role = ANY ({_SPEAKERS}) AND (
        EXISTS (SELECT 1 FROM incidents_partynotice n
                WHERE n.finding_id = f.id AND n.party_id = h.party)
        OR EXISTS (SELECT 1 FROM incidents_signoffcall c
                   WHERE c.finding_id = f.id AND c.party_id = h.party))
$$;
"""
