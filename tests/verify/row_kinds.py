"""Kinds of tampering with rows and commitments, with the layer that catches each and its words.

Layer 1: the log and its signature. 2: checkpoints that a party kept. 3: cosignatures of
both parties. 4: receipts that filers kept. Each layer has what those below it have.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from incidents.ledger.canonical import canonical_bytes
from incidents.ledger.merkle import leaf_hash
from incidents.models import LedgerEntry, Report
from tests.verify import history as h
from tests.verify.history import World, nth, sql

Tamper = Callable[[World, int], None]


@dataclass(frozen=True)
class Kind:
    """One kind of tampering."""

    name: str
    tamper: Tamper
    says: str
    layer: int = 1


def edit(table: str, key: str, change: str, where: str = "true") -> Tamper:
    """Change one column of one row."""

    def tamper(world, number):
        row = nth(f"incidents_{table}", key, number, where)
        sql(f"UPDATE incidents_{table} SET {change} WHERE {key} = %s", row)

    return tamper


def drop(table: str, key: str, where: str = "true") -> Tamper:
    """Delete one row."""

    def tamper(world, number):
        row = nth(f"incidents_{table}", key, number, where)
        sql(f"DELETE FROM incidents_{table} WHERE {key} = %s", row)

    return tamper


def edit_leaf(change: Callable[[dict, int], None]) -> Tamper:
    """Change a leaf and its hash together."""

    def tamper(world, number):
        seq = nth("incidents_ledgerentry", "seq", number)
        leaf = json.loads(bytes(LedgerEntry.objects.get(pk=seq).leaf))
        change(leaf, number)
        set_leaf(seq, canonical_bytes(leaf))

    return tamper


def set_leaf(seq, leaf):
    statement = "UPDATE incidents_ledgerentry SET leaf = %s, leaf_hash = %s WHERE seq = %s"
    sql(statement, leaf, leaf_hash(leaf), seq)


# --- rows -----------------------------------------------------------------------------
def delete_projection(world, number):
    h.delete_report(h.report_at(number), journal=False)


def ghost(world, number):
    report = h.report_at(number)
    report.pk = None
    report.report_id = report.report_id.__class__(int=report.report_id.int + 1)
    Report.objects.bulk_create([report])


def ghost_incident(world, number):
    row = h.report_at(number).links.get().incident
    row.pk = row.pk.__class__(int=row.pk.int + 1)
    row.reference = "RIDGE-I-GHOST"
    row.save(force_insert=True)


def edit_plaintext(world, number):
    sql(
        "UPDATE incidents_report SET content = %s WHERE key = %s",
        bytes(h.report_at(number).content).replace(b"heard", b"saw"),
        h.report_at(number).pk,
    )


def _swap(facts):
    facts["lat"], facts["lon"] = facts["lon"], facts["lat"]


def swap_everywhere(world, number):
    h.rewrite_content(h.report_at(number), _swap)


def edit_everything(world, number):
    """Plaintext, projection, journal, commitment and leaf: all that the database has."""
    from incidents.domain.ledger_leaf import make_leaf, subject_salts
    from incidents.models import JournalEntry

    report = h.report_at(number)
    h.rewrite_content(report, lambda facts: facts.update(narrative="nothing"))
    for journal in JournalEntry.objects.filter(pk__in=h.entries_of(report)):
        seq = LedgerEntry.objects.get(journal=journal).pk
        salt = subject_salts([journal])[journal.subject_type, journal.subject_id]
        made = make_leaf(journal, seq, salt)
        set_leaf(seq, made.leaf)
        salts = json.dumps({name: value.hex() for name, value in made.salts.items()})
        sql("UPDATE incidents_ledgersalts SET by_name = %s WHERE entry_id = %s", salts, seq)


def delete_leaf(world, number, *, renumber=False):
    seq = nth("incidents_ledgerentry", "seq", number)
    sql("DELETE FROM incidents_ledgersalts WHERE entry_id = %s", seq)
    sql("DELETE FROM incidents_ledgerentry WHERE seq = %s", seq)
    if renumber:
        shift(seq, -1)


def delete_and_renumber(world, number):
    delete_leaf(world, number, renumber=True)


def shift(seq, by):
    """Move all entries from a place on, by way of places that nobody uses."""
    for table, key in (("ledgersalts", "entry_id"), ("ledgerentry", "seq")):
        sql(f"UPDATE incidents_{table} SET {key} = {key} + 1000000 WHERE {key} >= %s", seq)
        sql(f"UPDATE incidents_{table} SET {key} = {key} - 1000000 + %s WHERE {key} > 900000", by)


def reorder(world, number):
    first = number % (LedgerEntry.objects.count() - 1)
    for table, key in (("ledgersalts", "entry_id"), ("ledgerentry", "seq")):
        for old, new in ((first, 10**6), (first + 1, first), (10**6, first + 1)):
            sql(f"UPDATE incidents_{table} SET {key} = %s WHERE {key} = %s", new, old)


def insert_leaf(world, number, *, copy_of=0):
    """Insert a leaf among the old ones, as if it had always been there."""
    seq = 1 + number
    shift(seq, 1)
    journal = sql(
        "INSERT INTO incidents_journalentry (seq, at, mission_id, action, subject_type,"
        " subject_id, reason, body, body_hash) SELECT 900000, at - interval '1 year', mission_id,"
        " action, subject_type, subject_id, reason, body, body_hash FROM incidents_journalentry"
        " ORDER BY seq LIMIT 1 RETURNING seq"
    )[0][0]
    sql(
        "INSERT INTO incidents_ledgerentry (seq, journal_id, leaf, leaf_hash)"
        " SELECT %s, %s, leaf, leaf_hash FROM incidents_ledgerentry WHERE seq = %s",
        *(seq, journal, copy_of),
    )
    sql(
        "INSERT INTO incidents_ledgersalts (entry_id, by_name)"
        " SELECT %s, by_name FROM incidents_ledgersalts WHERE entry_id = %s",
        *(seq, copy_of),
    )


ROWS = [
    Kind("report: category", edit("report", "key", "category = 'IND'"), "report .* category"),
    Kind("report: time", edit("report", "key", "occurred_from = now()"), "occurred_from"),
    Kind("report: latitude", edit("report", "key", "lat = lat + 1"), "report .* lat is"),
    Kind("report: longitude", edit("report", "key", "lon = lon + 1"), "report .* lon is"),
    Kind("report: accused", edit("report", "key", "alleged_party_id = NULL"), "alleged_party"),
    Kind("report: text", edit("report", "key", "narrative = 'calm'"), "narrative"),
    Kind("report: weapon", edit("report", "key", "weapon = ''"), "weapon"),
    Kind("report: count", edit("report", "key", "count_low = count_low + 1"), "count_low"),
    Kind("report: author", edit("report", "key", "author_id = NULL"), "author"),
    Kind("report: received", edit("report", "key", "received_at = now()"), "received_at"),
    Kind("report: version", edit("report", "key", "version = 9"), "version"),
    Kind("casualties", edit("casualty", "id", "best = best + 1"), "casualties"),
    Kind("casualty gone", drop("casualty", "id"), "casualties"),
    Kind("incident: category", edit("incident", "id", "category = 'IND'"), "incident .* category"),
    Kind("incident: time", edit("incident", "id", "occurred_from = now()"), "occurred_from"),
    Kind("incident: position", edit("incident", "id", "lat = lat + 1"), "incident .* lat is"),
    Kind("incident: killed", edit("incident", "id", "killed_high = 99"), "killed_high"),
    Kind("incident: unknown", edit("incident", "id", "killed_low = NULL"), "killed_low"),
    Kind(
        "incident: status",
        edit("incident", "id", "status = 'verified'"),
        "incident .* status is not",
    ),
    Kind("incident: reference", edit("incident", "id", "reference = id::text"), "reference"),
    Kind("incident gone", drop("incident", "id"), "incident .* gone"),
    Kind("link moved", edit("sameeventlink", "id", "unlinked_at = now()"), "other reports than"),
    Kind("delete projection", delete_projection, "logged, but gone"),
    Kind("ghost report", ghost, "shown, but not in the log"),
    Kind("ghost incident", ghost_incident, "shown, but not in the log"),
    Kind("edit plaintext only", edit_plaintext, "content with hash"),
    Kind("swap lat and lon everywhere", swap_everywhere, "content_hash is not what was logged"),
    Kind("edit all but the tree", edit_everything, "another root"),
    Kind("delete leaf", delete_leaf, "the place is not|another root|shorter"),
    Kind("delete leaf, renumber", delete_and_renumber, "the place is not"),
    Kind("reorder two leaves", reorder, "the place is not"),
    Kind("insert back-dated leaf", insert_leaf, "the place is not"),
    Kind("journal: who", edit("journalentry", "seq", "actor_id = 9999"), "actor is not"),
    Kind("journal: when", edit("journalentry", "seq", "at = at - interval '1s'"), "at is not"),
    Kind("journal: why", edit("journalentry", "seq", "reason = 'other'"), "reason is not"),
    Kind(
        "journal: what", edit("journalentry", "seq", "action = 'variant_kept'"), "the kind is not"
    ),
    Kind("journal: of what", edit("journalentry", "seq", "subject_id = 'x'"), "the subject is not"),
    Kind("journal: facts", edit("journalentry", "seq", "body = '{}'"), "value of body"),
    Kind("journal entry gone", drop("journalentry", "seq"), "another root|shorter|the place"),
]


# --- commitments ------------------------------------------------------------------------
def _flip(leaf, number):
    digit = number % 64
    first = leaf["fields"][0]
    flipped = format(int(first[digit], 16) ^ 1, "x")
    leaf["fields"][0] = first[:digit] + flipped + first[digit + 1 :]


def _swap_fields(leaf, number):
    leaf["fields"][0], leaf["fields"][1] = leaf["fields"][1], leaf["fields"][0]


def move_commitment(world, number):
    other = json.loads(bytes(LedgerEntry.objects.get(pk=number + 1).leaf))["fields"][0]
    edit_leaf(lambda leaf, _: leaf["fields"].append(other))(world, number)


def reuse_salt(world, number):
    salts = dict(sql("SELECT entry_id, by_name FROM incidents_ledgersalts ORDER BY entry_id"))
    stolen = json.loads(salts[number])
    change = json.dumps(dict(json.loads(salts[number + 1]), at=stolen["at"]))
    sql("UPDATE incidents_ledgersalts SET by_name = %s WHERE entry_id = %s", change, number + 1)


COMMITMENTS = [
    Kind("bit flip in a commitment", edit_leaf(_flip), "another root"),
    Kind("swap two commitments", edit_leaf(_swap_fields), "another root"),
    Kind("move a commitment", move_commitment, "another root"),
    Kind("reuse a salt", reuse_salt, "a salt is used more than once"),
    Kind(
        "strip a salt",
        edit("ledgersalts", "entry_id", "by_name = by_name - 'reason'"),
        "the salt of reason is gone, without a redaction",
    ),
    Kind("strip all salts", drop("ledgersalts", "entry_id"), "salt .* is gone"),
    Kind(
        "leaf: kind", edit_leaf(lambda leaf, _: leaf.update(kind="status_seen")), "the kind is not"
    ),
    Kind(
        "leaf: day",
        edit_leaf(lambda leaf, _: leaf.update(received_on="2020-01-01")),
        "the day is not",
    ),
    Kind(
        "leaf: subject",
        edit_leaf(lambda leaf, _: leaf.update(subject="0" * 64)),
        "the subject is not",
    ),
    Kind(
        "subject's salt",
        edit("ledgersubject", "id", "salt = decode(repeat('00', 16), 'hex')"),
        "the subject is not",
    ),
]
