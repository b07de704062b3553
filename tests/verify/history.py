"""Histories of a log: legal ones, and what somebody with the database can do to them."""

import argparse
import importlib.util
import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import connection

from incidents.domain.content_salts import opened, salts_of
from incidents.domain.ledger_key import log_signer
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.pump import look
from incidents.domain.redaction import consent_to_redaction, propose_redaction
from incidents.domain.sequencing import sequence
from incidents.domain.status import set_status
from incidents.ledger.canonical import canonical_bytes, content_hash
from incidents.ledger.salted import commitments_of, fields_of, salted_hash
from incidents.models import Incident, JournalEntry, Report
from parties.domain.acting import actor_of
from tests.incidents.judging import incident_of_id, published
from tests.incidents.telling import AFTER_DUE, DAY, NOW, incident_of, killed, tell
from tests.verify.parties import NORTH, SOUTH, TOOLS, bundle_text, policy, seal

HOUR = 3600
WHERE = {"lat": Decimal("40.25"), "lon": Decimal("10.75"), "position_precision": "P3"}


def _load_verifier():
    spec = importlib.util.spec_from_file_location("verify", TOOLS / "verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = _load_verifier()


@dataclass
class World:
    """A log with a past, and what parties and filers kept of it outside."""

    cast: object
    held: list[str] = field(default_factory=list)
    receipts: list[dict] = field(default_factory=list)
    policy: str = ""
    log_only: str = ""
    lost: dict = field(default_factory=dict)

    def keep_receipt(self, acknowledged):
        receipt = acknowledged.receipt
        signature = receipt_signature(receipt)
        self.receipts.append({"receipt": receipt.decode(), "signature": signature})
        return acknowledged

    def check(self, layer, text=None):
        """The findings of a party that has what the layer gives it, and all below."""
        return VERIFIER.verify(
            text or bundle_text(),
            self.policy if layer >= 3 else self.log_only,
            self.held if layer >= 2 else [],
            self.receipts if layer >= 4 else [],
            argparse.Namespace(max_age=26),
        )


def build_world(cast):
    """Two days' work: an older checkpoint that is 30 hours old, and the newest one."""
    open_on(cast, DAY)
    world = World(cast, policy=policy(), log_only=policy(witnesses=()))
    for number in range(3):
        _observe(world, number)
    world.held.append(seal(at=time.time() - 30 * HOUR))
    for number in range(3, 6):
        _observe(world, number)
    look(AFTER_DUE)
    _observe(world, 6, now=AFTER_DUE + timedelta(minutes=5))
    _conclude(world)
    _redact(world)
    look(AFTER_DUE + timedelta(hours=1))
    world.held.append(seal())
    return world


def open_on(cast, day):
    """Let both missions begin on a day, so that only that day's reports are due."""
    for mission in (cast.mission, cast.other_mission):
        mission.opened_on = day
        mission.save()


def _observe(world, number, **fields):
    cast = world.cast
    told = {
        "narrative": f"heard {number}",
        "weapon": "mortar",
        "alleged_party": "south",
        "count_low": number,
        "count_qualifier": "exact",
        "count_unit": "explosion",
        "casualties": (killed(number, "uplands"),),
        **WHERE,
        **fields,
    }
    filed = world.keep_receipt(tell(cast.north_monitor, **told))
    officer = actor_of(cast.north_duty_officer)
    set_status(incident_of(filed), "triaged", actor=officer, reason="seen", now=NOW)


def _conclude(world):
    """Both parties sign what the mission found of the last incident, and it is published."""
    cast, officer = world.cast, actor_of(world.cast.north_duty_officer)
    incident = Incident.objects.order_by("-opened_at", "-pk")[0]
    for status in ("under_verification", "verified"):
        set_status(incident, status, actor=officer, reason="seen", now=NOW)
    published(cast, incident=incident_of_id(incident))


def _redact(world):
    """Two parties agree to destroy what the last report says, and its filer keeps the receipt."""
    cast, report = world.cast, Report.objects.order_by("-key")[0]
    secret = bytes(salts_of(report.mission, report.report_id).secret)
    world.lost = {"narrative": report.narrative, "secret": secret}
    asked = propose_redaction(
        report, ["narrative"], actor=actor_of(cast.north_duty_officer), reason="so", now=NOW
    )
    consent_to_redaction(asked, actor=actor_of(cast.south_duty_officer), now=NOW)


def sql(statement, *values):
    """Run a statement as a superuser whom no trigger and no foreign key stops."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def nth(table, key, number, where="true"):
    """The key of a row, by its number."""
    rows = sql(f"SELECT {key} FROM {table} WHERE {where} ORDER BY {key}")
    return rows[number % len(rows)][0]


def report_at(number):
    reports = list(Report.objects.order_by("key"))
    return reports[number % len(reports)]


def rewrite_content(report, change):
    """Change a report everywhere in the database, hashes included, but not in the log."""
    facts = json.loads(bytes(report.content))
    change(facts)
    content = canonical_bytes(facts)
    salts = opened(salts_of(report.mission, report.report_id), fields_of(facts))
    old, new = report.content_hash, salted_hash(commitments_of(facts, salts).values())
    sql(
        "UPDATE incidents_report SET content = %s, content_hash = %s, narrative = %s,"
        " lat = %s, lon = %s WHERE key = %s",
        *(content, new, facts.get("narrative", ""), facts.get("lat"), facts.get("lon")),
        report.pk,
    )
    for entry in JournalEntry.objects.all():
        body = bytes(entry.body).replace(old.encode(), new.encode())
        set_body(entry.pk, body)
    sql(
        "UPDATE incidents_incident SET lat = %s, lon = %s WHERE id IN"
        " (SELECT incident_id FROM incidents_sameeventlink WHERE report_id = %s)",
        *(facts.get("lat"), facts.get("lon"), report.pk),
    )


def set_body(seq, body):
    digest = content_hash(body)
    statement = "UPDATE incidents_journalentry SET body = %s, body_hash = %s WHERE seq = %s"
    sql(statement, body, digest, seq)


def entries_of(report):
    """The journal entries about a report and its incident."""
    incident = str(report.links.get().incident_id)
    return list(
        JournalEntry.objects.filter(subject_id__in=[str(report.report_id), incident])
        .order_by("seq")
        .values_list("seq", flat=True)
    )


def delete_report(report, *, journal=True):
    """Make a report and its incident vanish from what is shown, and from the journal too."""
    entries = entries_of(report)
    incident = report.links.get().incident_id
    for statement, value in (
        ("DELETE FROM incidents_casualty WHERE report_id = %s", report.pk),
        ("DELETE FROM incidents_sameeventlink WHERE report_id = %s", report.pk),
        ("DELETE FROM incidents_incident WHERE id = %s", incident),
        ("DELETE FROM incidents_report WHERE key = %s", report.pk),
    ):
        sql(statement, value)
    if journal:
        sql("DELETE FROM incidents_journalentry WHERE seq = ANY(%s)", entries)


def cut_log(size):
    """Remove all entries of the log from a place on, and its newer checkpoints."""
    sql("DELETE FROM incidents_ledgersalts WHERE entry_id >= %s", size)
    sql("DELETE FROM incidents_ledgerentry WHERE seq >= %s", size)
    sql("DELETE FROM incidents_ledgernode WHERE (position + 1) << level > %s", size)
    sql("DELETE FROM incidents_checkpointsignature WHERE checkpoint_id > %s", size)
    sql("DELETE FROM incidents_checkpoint WHERE size > %s", size)


def forget_after(size):
    """Go back to an old state as a whole: log, journal, and all that was shown."""
    first = sql("SELECT journal_id FROM incidents_ledgerentry WHERE seq = %s", size)[0][0]
    cut_log(size)
    for report in Report.objects.order_by("key"):
        if entries_of(report)[0] >= first:
            delete_report(report)
    for table in ("dailyreport", "signoff", "finding", "redaction"):
        sql(f"DELETE FROM incidents_{table}")
    sql("DELETE FROM incidents_journalentry WHERE seq >= %s", first)


def steal_key_and_resign(size=0, cosigners=()):
    """Write the log anew from a place on and sign it with the log's own key."""
    cut_log(size)
    log_signer()._state_file.unlink(missing_ok=True)
    if size:
        sql("DELETE FROM incidents_checkpoint WHERE size > %s", size)
    sequence()
    seal_again(cosigners)


def seal_again(cosigners):
    from incidents.domain.queries.ledger import newest_checkpoint

    for witness in cosigners:
        witness.cosign(newest_checkpoint())


COLLUDING = (NORTH, SOUTH)
