"""All kinds of tampering: with rows, the log's structure, signatures, workflow, stolen keys."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from incidents.domain.journal import write_entry
from incidents.domain.ledger_key import Signer, log_signer
from incidents.domain.ledger_rotation import rotate_key
from incidents.domain.queries.ledger import LOG, newest_checkpoint
from incidents.domain.sequencing import place_batch
from incidents.enums import Action
from incidents.ledger.note import VerifierKey, parse_note, sign_text, signed_note
from incidents.models import Checkpoint, CheckpointSignature, LedgerEntry
from tests.incidents.telling import tell
from tests.verify import history as h
from tests.verify.history import nth, sql
from tests.verify.judgement_kinds import FINDINGS, REDACTIONS
from tests.verify.parties import NORTH, SOUTH, Witness
from tests.verify.row_kinds import COMMITMENTS, ROWS, Kind, drop, edit, insert_leaf


# --- the log's structure ------------------------------------------------------------------
def truncate(world, number):
    size = LedgerEntry.objects.count() - 1 - number
    sql("DELETE FROM incidents_ledgersalts WHERE entry_id >= %s", size)
    sql("DELETE FROM incidents_ledgerentry WHERE seq >= %s", size)


def roll_back(world, number):
    h.forget_after(12)


def truncate_with_checkpoint(world, number):
    """Remove the newest entries with all checkpoints over them; they wait for a place again."""
    h.cut_log(h.VERIFIER.Checkpoint(world.held[0]).size)


def edit_checkpoint(change):
    def tamper(world, number):
        sql(
            f"UPDATE incidents_checkpoint SET text = {change} WHERE size = (SELECT max(size)"
            " FROM incidents_checkpoint)"
        )

    return tamper


def append_leaf(world, number):
    """Append an entry to the log without signing it."""
    size = LedgerEntry.objects.count()
    insert_leaf(world, size - 1, copy_of=number)


STRUCTURE = [
    Kind("truncate the tail", truncate, "the log is shorter"),
    Kind(
        "truncate the tail with its checkpoint",
        truncate_with_checkpoint,
        "newer than the newest|shorter",
        2,
    ),
    Kind("roll back to an old signed state", roll_back, "newer than the newest|shorter", 2),
    Kind("checkpoint: root", edit_checkpoint("replace(text, '=', 'A=')"), "not a checkpoint"),
    Kind(
        "checkpoint: size",
        edit_checkpoint("regexp_replace(text, '\\n[0-9]+\\n', E'\\n12\\n')"),
        "not valid",
    ),
    Kind("checkpoint: origin", edit_checkpoint("'x' || text"), "not valid|not signed"),
    Kind("append an unsigned entry", append_leaf, "the place is not"),
    Kind("duplicate a leaf", append_leaf, "a salt is used more than once"),
]


# --- signatures --------------------------------------------------------------------------
def set_line(where, line):
    sql(
        f"UPDATE incidents_checkpointsignature SET line = %s WHERE {where} AND checkpoint_id ="
        " (SELECT max(size) FROM incidents_checkpoint)",
        line,
    )


def newest_text():
    return sql("SELECT text FROM incidents_checkpoint ORDER BY size DESC LIMIT 1")[0][0]


def wrong_key(world, number):
    other = Ed25519PrivateKey.generate()
    set_line("is_log", str(sign_text(other, settings.LEDGER_ORIGIN, newest_text())))


def old_key_after_rotation(world, number):
    """Sign the newest checkpoint with the key that was put away."""
    done = rotate_key(world.cast.mission, reason="Yearly.", now=h.NOW)
    old = Signer(settings.LEDGER_ORIGIN, done.old_file)
    set_line("is_log", str(sign_text(old._key, old.origin, newest_text())))


def change_key_as_a_stranger(world, number):
    """Name a key of one's own in an entry, without the log's key, and sign with it."""
    mine = Ed25519PrivateKey.generate()
    new = VerifierKey(settings.LEDGER_ORIGIN, mine.public_key().public_bytes_raw())
    said = f"{new.name}/key\n{new}\n"
    note = signed_note(said, [sign_text(mine, new.name, said)])
    write_entry(
        Action.LOG_KEY_CHANGED,
        mission=world.cast.mission,
        subject=(LOG, new.name),
        body={"old": str(log_signer().verifier), "new": str(new), "signed": note},
        actor=None,
        at=h.NOW,
        reason="Yearly.",
    )
    place_batch(h.NOW)
    point = Checkpoint.objects.order_by("-size")[0]
    line = str(sign_text(mine, new.name, point.text))
    CheckpointSignature.objects.create(checkpoint=point, name=new.name, line=line, is_log=True)


def malleate(world, number):
    """Add the group's order to S: the same signature to a careless verifier."""
    line = str(log_signer().sign_text("x\n"))
    _text, signatures = parse_note(
        f"{newest_text()}\n"
        + sql(
            "SELECT line FROM incidents_checkpointsignature WHERE is_log"
            " ORDER BY checkpoint_id DESC LIMIT 1"
        )[0][0]
        + "\n"
    )
    body = signatures[0].body
    order = 2**252 + 27742317777372353535851937790883648493
    scalar = int.from_bytes(body[32:], "little") + order
    forged = signatures[0].key_id + body[:32] + scalar.to_bytes(32, "little")
    set_line("is_log", line.rsplit(" ", 1)[0] + " " + base64.b64encode(forged).decode())


def strip_signature(world, number):
    sql("DELETE FROM incidents_checkpointsignature WHERE is_log")


def reuse_cosignature(world, number):
    """Put the newest cosignature of one party under what it never saw."""
    h.tell(world.cast.north_monitor)
    h.sequence()
    sql(
        "UPDATE incidents_checkpointsignature SET checkpoint_id = (SELECT max(size) FROM"
        " incidents_checkpoint) WHERE name = 'party-south' AND checkpoint_id = (SELECT"
        " max(checkpoint_id) FROM incidents_checkpointsignature WHERE NOT is_log)"
    )


def strip_cosignatures(world, number):
    sql("DELETE FROM incidents_checkpointsignature WHERE name = %s", "party-south")


def stale_cosignatures(world, number):
    sql(
        "DELETE FROM incidents_checkpointsignature WHERE NOT is_log AND checkpoint_id ="
        " (SELECT max(size) FROM incidents_checkpoint)"
    )


def cosign_by_a_stranger(world, number):
    """Cosign in a party's name with a key of one's own."""
    strip_cosignatures(world, number)
    Witness("party-south").cosign(newest_checkpoint())


def replace_policy(world, number):
    """Offer a policy with witnesses of one's own; the party has the true one."""
    strip_cosignatures(world, number)


SIGNATURES = [
    Kind("signed with another key", wrong_key, "not signed by the log's key"),
    Kind("old key after rotation", old_key_after_rotation, "not signed by the log's key"),
    Kind("key changed by a stranger", change_key_as_a_stranger, "changed by nobody who may"),
    Kind("malleated signature", malleate, "not valid"),
    Kind("signatures stripped", strip_signature, "newer than the newest|another root|no signed", 2),
    Kind("cosignature of another checkpoint", reuse_cosignature, "by party-south is not valid", 3),
    Kind("a party's cosignatures stripped", strip_cosignatures, "no checkpoint has", 3),
    Kind("stale cosignatures", stale_cosignatures, "hours old", 3),
    Kind("cosigned by a stranger", cosign_by_a_stranger, "no checkpoint has", 3),
    Kind("policy replaced", replace_policy, "no checkpoint has", 3),
]


# --- workflow ----------------------------------------------------------------------------
def edit_published(world, number):
    day = nth("incidents_dailyreport", "id", number)
    sql("UPDATE incidents_dailyreport SET content = content || 'x'::bytea WHERE id = %s", day)


def skip_a_revision(world, number):
    sql("UPDATE incidents_dailyreport SET revision = revision + 5 WHERE revision > 1")


WORKFLOW = [
    Kind("published report edited", edit_published, "content with hash"),
    Kind("revisions renumbered", skip_a_revision, "daily report .*shown, but not in the log"),
    Kind("a revision dropped", drop("dailyreport", "id", "revision > 1"), "daily report .* gone"),
    Kind("un-published", drop("dailyreport", "id"), "daily report .* gone"),
    Kind(
        "published day",
        edit("dailyreport", "id", "mission_day = mission_day + 900"),
        "daily report .*shown, but not in the log",
    ),
    Kind("published number", edit("dailyreport", "id", "number = number + 900"), "number is not"),
]


# --- key theft and collusion ---------------------------------------------------------------
def resign_edited(world, number):
    h.rewrite_content(h.report_at(number), lambda facts: facts.update(narrative="calm"))
    h.steal_key_and_resign()


def resign_deleted(world, number):
    h.delete_report(h.report_at(number))
    h.steal_key_and_resign()


def resign_backdated(world, number):
    report = h.report_at(number)
    sql("UPDATE incidents_report SET received_at = '2020-01-01' WHERE key = %s", report.pk)
    sql(
        "UPDATE incidents_journalentry SET at = '2020-01-01' WHERE subject_id = %s",
        str(report.report_id),
    )
    h.steal_key_and_resign()


def resign_reordered(world, number):
    """Tell two reports in the other order."""
    first, second = h.report_at(number % 2), h.report_at(number % 2 + 1)
    places = h.entries_of(first), h.entries_of(second)
    olds, news = [*places[0], *places[1]], [*places[1], *places[0]]
    for old, new in zip(olds, news, strict=True):
        sql("UPDATE incidents_journalentry SET seq = %s WHERE seq = %s", -new, old)
    sql("UPDATE incidents_journalentry SET seq = -seq WHERE seq < 0")
    h.steal_key_and_resign()


def resign_rolled_back(world, number):
    h.forget_after(12)
    h.steal_key_and_resign()


def resign_with_one_party(world, number):
    world.held.clear()
    h.delete_report(h.report_at(number))
    h.steal_key_and_resign(cosigners=[NORTH])


def resign_unseen(world, number):
    """Rewrite only the tail that no party has seen."""
    sealed = LedgerEntry.objects.count()
    unseen = world.keep_receipt(tell(world.cast.north_monitor))
    h.sequence()
    h.delete_report(unseen.report)
    h.steal_key_and_resign(sealed)


def drop_acknowledged(world, number):
    h.delete_report(world.keep_receipt(tell(world.cast.north_monitor)).report)
    world.held[:] = world.held[-1:]


def all_collude(world, number):
    world.held.clear()
    h.delete_report(h.report_at(number))
    h.steal_key_and_resign(cosigners=[NORTH, SOUTH])


THEFT = [
    Kind("key stolen: edit", resign_edited, "first entries have another root", 2),
    Kind("key stolen: delete", resign_deleted, "another root|shorter", 2),
    Kind("key stolen: back-date", resign_backdated, "another root", 2),
    Kind("key stolen: reorder", resign_reordered, "another root", 2),
    Kind("key stolen: roll back", resign_rolled_back, "another root|shorter", 2),
    Kind("key stolen, one party colludes", resign_with_one_party, "no checkpoint has", 3),
    Kind("key stolen: only what nobody saw", resign_unseen, "acknowledged, but not in the log", 4),
    Kind("acknowledged report dropped", drop_acknowledged, "acknowledged, but not in", 4),
    Kind("the log and both parties collude", all_collude, "acknowledged, but not in the log", 4),
]

KINDS = [
    *(*ROWS, *COMMITMENTS, *STRUCTURE, *SIGNATURES, *WORKFLOW),
    *(*FINDINGS, *REDACTIONS, *THEFT),
]
