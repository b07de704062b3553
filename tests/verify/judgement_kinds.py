"""Kinds of tampering with what the mission concluded, and with what parties agreed to destroy."""

import json

from incidents.domain.content_salts import opened, salts_of
from incidents.domain.journal import write_entry
from incidents.domain.sequencing import sequence
from incidents.enums import Action
from incidents.ledger.canonical import canonical_bytes, parsed
from incidents.ledger.salted import commitments_of, fields_of, without
from incidents.models import JournalEntry, Report
from tests.incidents.telling import NOW
from tests.verify import history as h
from tests.verify.history import sql
from tests.verify.row_kinds import Kind, drop, edit


# --- findings and sign-offs ----------------------------------------------------------------
def forge_sign_off(world, number):
    """Let a party sign that never did."""
    sql(
        "INSERT INTO incidents_signoff (finding_id, snapshot_hash, terms_hash, party_id, decision,"
        " text, signed_at, signed_by_id) SELECT finding_id, snapshot_hash, terms_hash, %s,"
        " 'approve', '', now(), %s FROM incidents_signoff LIMIT 1",
        *(world.cast.west.pk, world.cast.observer.pk),
    )


def signed_off(world):
    rows = JournalEntry.objects.filter(action=Action.SIGNED_OFF).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def delete_sign_off(party):
    where = "party_id = (SELECT id FROM parties_party WHERE code = %s)"
    sql(f"DELETE FROM incidents_signoff WHERE {where}", party)


def sign_twice(world, number):
    """Make one person sign for both parties, and sign the log anew."""
    person, entries = world.cast.north_duty_officer.pk, signed_off(world)
    sql("UPDATE incidents_journalentry SET actor_id = %s WHERE seq = ANY(%s)", person, entries)
    h.steal_key_and_resign()


def sign_for_one_party(world, number):
    """Let the second sign for the party of the first, and sign the log anew."""
    first, second = [JournalEntry.objects.get(pk=seq) for seq in signed_off(world)]
    mine, theirs = (parsed(bytes(entry.body)) for entry in (first, second))
    h.set_body(second.pk, canonical_bytes(theirs | {"party": mine["party"]}))
    delete_sign_off(theirs["party"])
    h.steal_key_and_resign()


def publish_without_quorum(world, number):
    """Make one party's sign-off vanish everywhere, and sign the log anew."""
    seq = signed_off(world)[number % 2]
    party = json.loads(bytes(JournalEntry.objects.get(pk=seq).body))["party"]
    sql("DELETE FROM incidents_journalentry WHERE seq = %s", seq)
    delete_sign_off(party)
    h.steal_key_and_resign()


FINDINGS = [
    Kind("finding: text", edit("finding", "id", "text = 'calm'"), "finding .* text is shown"),
    Kind("finding: status", edit("finding", "id", "status = 'draft'"), "finding .* status is not"),
    Kind(
        "finding: snapshot",
        edit("finding", "id", "snapshot = snapshot || 'x'::bytea"),
        "content with hash",
    ),
    Kind("finding gone", drop("finding", "id"), "finding .* gone"),
    Kind("sign-off: decision", edit("signoff", "id", "decision = 'dissent'"), "decision is not"),
    Kind("sign-off: who", edit("signoff", "id", "signed_by_id = 1"), "sign off .* actor is not"),
    Kind("sign-off: text", edit("signoff", "id", "text = 'but'"), "text_hash is not"),
    Kind("sign-off gone", drop("signoff", "id"), "sign off .* gone"),
    Kind("sign-off forged", forge_sign_off, "sign off .*shown, but not in the log"),
    Kind(
        "sign-off copied to another version",
        edit("signoff", "id", "snapshot_hash = repeat('0', 64)"),
        "sign off .*shown, but not in the log",
    ),
    Kind("both sign-offs by one person", sign_twice, "one person signed for two parties"),
    Kind("both sign-offs by one party", sign_for_one_party, "not asked to sign .* signed before"),
    Kind("published without quorum", publish_without_quorum, "not every party"),
]


# --- redactions ----------------------------------------------------------------------------
def blank(report):
    """Do all that a redaction does to the rows, hidden commitment included."""
    content = parsed(bytes(report.content))
    salts = salts_of(report.mission, report.report_id)
    by_name = opened(salts, fields_of(content))
    gone = {report.content_hash: {"narrative": commitments_of(content, by_name)["narrative"]}}
    sql(
        "UPDATE incidents_report SET narrative = '', content = %s WHERE key = %s",
        *(canonical_bytes(without(content, ["narrative"])), report.pk),
    )
    sql(
        "UPDATE incidents_contentsalts SET secret = NULL, kept = %s, hidden = %s WHERE id = %s",
        json.dumps({name: salt for name, salt in by_name.items() if name != "narrative"}),
        *(json.dumps(gone), salts.pk),
    )


def redact_silently(world, number):
    blank(h.report_at(number))


def redact_alone(world, number):
    """Write into the journal that a report was redacted, though nobody proposed it."""
    report = h.report_at(number)
    blank(report)
    _say(world, Action.REPORT_REDACTED, report, world.cast.south_duty_officer, "south")
    sequence()


def redact_with_one_person(world, number):
    """Let one person propose and consent."""
    report = h.report_at(number)
    blank(report)
    _say(world, Action.REDACTION_PROPOSED, report, world.cast.south_duty_officer, "north")
    _say(world, Action.REPORT_REDACTED, report, world.cast.south_duty_officer, "south")
    sequence()


def redact_with_one_party(world, number):
    """Let two people of one party agree."""
    report = h.report_at(number)
    blank(report)
    _say(world, Action.REDACTION_PROPOSED, report, world.cast.north_duty_officer, "south")
    _say(world, Action.REPORT_REDACTED, report, world.cast.south_duty_officer, "south")
    sequence()


def _say(world, action, report, actor, party):
    write_entry(
        action,
        mission=world.cast.mission,
        subject=("report", str(report.report_id)),
        body={"fields": ["narrative"], "party": party, "content_hashes": [report.content_hash]},
        actor=actor,
        at=NOW,
        reason="so",
    )


def redacted_report():
    return Report.objects.filter(narrative="").order_by("key")[0]


def restore(world, number):
    """Bring a redacted value back from a backup, with its salts."""
    report = redacted_report()
    content = parsed(bytes(report.content)) | {"narrative": world.lost["narrative"]}
    sql(
        "UPDATE incidents_report SET narrative = %s, content = %s WHERE key = %s",
        *(world.lost["narrative"], canonical_bytes(content), report.pk),
    )
    sql(
        "UPDATE incidents_contentsalts SET secret = %s, kept = '{}', hidden = '{}'"
        " WHERE report_id = %s",
        *(world.lost["secret"], report.report_id),
    )


def forge_redaction(world, number):
    """Add a redaction to which two parties seem to have agreed."""
    sql(
        "INSERT INTO incidents_redaction (mission_id, report_id, fields, reason, proposed_at,"
        " proposed_by_id, proposed_for_id, answered_at, answered_by_id, answered_for_id, consented,"
        " done_at) SELECT mission_id, %s, fields, reason, proposed_at, proposed_by_id,"
        " proposed_for_id, answered_at, answered_by_id, answered_for_id, consented, done_at"
        " FROM incidents_redaction LIMIT 1",
        h.report_at(number).report_id,
    )


def swap_hidden(world, number):
    sql(
        "UPDATE incidents_contentsalts SET hidden ="
        " replace(hidden::text, '\": \"', '\": \"f')::jsonb"
    )


OTHER_PERSON = "SELECT id FROM parties_user WHERE username = 'stranger'"
OTHER_PARTY = "SELECT id FROM parties_party WHERE code = 'west'"
REDACTIONS = [
    Kind("redacted without an entry", redact_silently, "gone without the consent of two parties"),
    Kind("redacted without a proposal", redact_alone, "without the consent of two people"),
    Kind("redacted by one person", redact_with_one_person, "without the consent of two people"),
    Kind("redacted by one party", redact_with_one_party, "without the consent of two people"),
    Kind("redacted value restored", restore, "redacted, but shown again: .*narrative"),
    Kind(
        "redacted value restored in its column",
        edit("report", "key", "narrative = 'calm'", "narrative = ''"),
        "narrative is shown as 'calm'",
    ),
    Kind(
        "redaction: fields",
        edit("redaction", "id", "fields = '{weapon_text}'"),
        "redaction .* fields is not",
    ),
    Kind(
        "redaction: who proposed",
        edit("redaction", "id", f"proposed_by_id = ({OTHER_PERSON})"),
        "redaction .* actor is not",
    ),
    Kind(
        "redaction: for whom",
        edit("redaction", "id", f"proposed_for_id = ({OTHER_PARTY})"),
        "redaction .* party is not",
    ),
    Kind(
        "redaction: who consented",
        edit("redaction", "id", f"answered_by_id = ({OTHER_PERSON})"),
        "redaction .* answer is not",
    ),
    Kind(
        "redaction: declined after all",
        edit("redaction", "id", "consented = false, done_at = NULL"),
        "redaction .* answer is not",
    ),
    Kind("redaction gone", drop("redaction", "id"), "redaction .* gone"),
    Kind("redaction forged", forge_redaction, "redaction .*shown, but not in the log"),
    Kind("commitment of a redacted value", swap_hidden, "content with hash"),
    Kind(
        "redaction: proposal gone",
        drop("journalentry", "seq", "action = 'redaction_proposed'"),
        "another root|shorter|the place",
    ),
]
