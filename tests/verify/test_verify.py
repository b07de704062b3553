"""verify.py: legal histories pass, and what it says can be understood."""

import ast
import base64
import json
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from incidents.domain.daily_return import file_daily_return
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.proposal import decide_proposal
from incidents.domain.pump import look
from incidents.domain.sequencing import sequence
from incidents.domain.status import set_status
from parties.domain.acting import actor_of
from tests.incidents.judging import correct, incident_of_id, proposal_of, published
from tests.incidents.telling import (
    AFTER_DUE,
    DAY,
    NOW,
    incident_of,
    killed,
    return_content,
    tell,
)
from tests.verify.history import open_on
from tests.verify.parties import NORTH, TOOLS, bundle_text, policy, run_verifier, seal

pytestmark = pytest.mark.django_db


def live(cast):
    """A day at the mission: reports, a variant, a correction, a status, a daily report."""
    open_on(cast, DAY)
    first = tell(
        cast.north_monitor, narrative="Voilà: Арцах, ե", casualties=(killed(2, "uplands"),)
    )
    same = first.report.report_id
    tell(cast.south_monitor, post="S-1", same_event_as=same, casualties=(killed(None),))
    tell(cast.north_monitor, report_id=same, narrative="edited")
    tell(
        cast.north_monitor,
        corrects=same,
        lat=Decimal("40.123456"),
        lon=Decimal("46.5"),
        position_precision="P2",
        casualties=(killed(3, "uplands"),),
    )
    tell(None, alleged_party="south", place="pl-village")
    tell(cast.north_monitor, scope="nil", category="OTH")
    file_daily_return(return_content(), author=cast.north_monitor, now=NOW)
    officer = actor_of(cast.north_duty_officer)
    for status in ("triaged", "under_verification", "verified"):
        set_status(incident_of(first), status, actor=officer, reason="seen", now=NOW)
    look(AFTER_DUE)
    return first


def test_an_empty_log_is_fine(cast, tmp_path):
    assert run_verifier(tmp_path, bundle_text(), policy(witnesses=())).verdict == "DOUBTFUL"


def test_a_day_at_the_mission_with_both_witnesses_is_ok(cast, tmp_path):
    live(cast)
    seal()
    checked = run_verifier(tmp_path, bundle_text(), policy())
    assert checked.verdict == "OK", checked


def test_without_witnesses_the_log_only_vouches_for_itself(cast, tmp_path):
    live(cast)
    seal()
    checked = run_verifier(tmp_path, bundle_text(), policy(witnesses=()))
    assert checked.verdict == "DOUBTFUL"
    assert "only the log vouches for itself" in str(checked)


def test_without_a_policy_the_keys_are_not_believed(cast, tmp_path):
    live(cast)
    seal()
    checked = run_verifier(tmp_path, bundle_text())
    assert checked.verdict == "DOUBTFUL"
    assert "no --policy" in str(checked)


def test_one_witness_is_enough_where_the_policy_says_so(cast, tmp_path):
    live(cast)
    seal(NORTH)
    assert run_verifier(tmp_path, bundle_text(), policy(quorum="any")).verdict == "OK"
    assert run_verifier(tmp_path, bundle_text(), policy(quorum="all")).verdict == "FAILED"


def test_what_came_after_the_last_cosigned_checkpoint_is_in_doubt(cast, tmp_path):
    live(cast)
    seal()
    tell(cast.north_monitor)
    sequence()
    checked = run_verifier(tmp_path, bundle_text(), policy())
    assert checked.verdict == "DOUBTFUL"
    assert "not cosigned yet" in str(checked)


def test_what_waits_for_a_place_is_in_doubt(cast, tmp_path):
    live(cast)
    seal()
    tell(cast.north_monitor)
    checked = run_verifier(tmp_path, bundle_text(), policy())
    assert checked.verdict == "DOUBTFUL"
    assert "have no place yet" in str(checked)


def test_a_held_checkpoint_of_an_honest_log_is_fine(cast, tmp_path):
    tell(cast.north_monitor)
    held = [seal()]
    live(cast)
    held.append(seal())
    assert run_verifier(tmp_path, bundle_text(), policy(), held=held).verdict == "OK"


def test_old_cosignatures_are_refused(cast, tmp_path):
    live(cast)
    seal(at=time.time() - 30 * 3600)
    assert run_verifier(tmp_path, bundle_text(), policy()).verdict == "FAILED"
    assert run_verifier(tmp_path, bundle_text(), policy(), max_age=48).verdict == "OK"


def test_receipts_of_the_honest_are_in_the_log(cast, tmp_path):
    acknowledged = live(cast)
    seal()
    receipts = [{"receipt": acknowledged.receipt.decode()}]
    checked = run_verifier(tmp_path, bundle_text(), policy(), receipts=receipts)
    assert checked.verdict == "DOUBTFUL"
    assert "not signed" in str(checked)


def _later(receipt):
    return receipt.replace('"received_at":"2021', '"received_at":"2022')


def _of_another(receipt):
    return receipt.replace('"mission":"ridge"', '"mission":"coast"')


def _of_other_content(receipt):
    said = json.loads(receipt)["content_hash"]
    return receipt.replace(said, "0" * 64)


FORGERIES = {
    "a later time": (_later, "it is not signed by the log"),
    "another mission": (_of_another, "it is not signed by the log"),
    "other content": (_of_other_content, "it is not signed by the log"),
    "a foreign key": (None, "it is not signed by the log"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_receipt_is_refused(cast, tmp_path, name):
    receipt = live(cast).receipt
    seal()
    signature = receipt_signature(receipt)
    forge, words = FORGERIES[name]
    kept = {"receipt": receipt.decode(), "signature": signature}
    honest = run_verifier(tmp_path, bundle_text(), policy(), receipts=[kept])
    assert honest.verdict == "OK"
    if forge is not None:
        kept["receipt"] = forge(kept["receipt"])
    else:
        mark = signature.rsplit(" ", 1)[0]
        kept["signature"] = mark + " " + base64.b64encode(bytes(68)).decode() + "\n"
    checked = run_verifier(tmp_path, bundle_text(), policy(), receipts=[kept])
    assert checked.verdict == "FAILED"
    assert words in str(checked)


def test_a_correction_that_waited_and_was_accepted_is_no_false_alarm(cast, tmp_path):
    """After publication: proposed, accepted, and proposed again."""
    first = tell(cast.north_monitor, casualties=(killed(1, "uplands"),))
    officer = actor_of(cast.south_duty_officer)
    for status in ("triaged", "under_verification", "verified"):
        set_status(incident_of(first), status, actor=officer, reason="seen", now=NOW)
    published(cast, incident=incident_of_id(incident_of(first)))
    filed = correct(cast.north_monitor, first.report, casualties=(killed(4, "uplands"),))
    decide_proposal(proposal_of(filed), "accepted", actor=officer, reason="So.")
    correct(cast.north_monitor, filed.report, casualties=(killed(7, "uplands"),))
    seal()
    receipts = [{"receipt": filed.receipt.decode(), "signature": receipt_signature(filed.receipt)}]
    checked = run_verifier(tmp_path, bundle_text(), policy(), receipts=receipts)
    assert checked.verdict == "OK", str(checked)


def test_rubbish_is_not_readable(tmp_path):
    (tmp_path / "rubbish").write_bytes(b"\xff{")
    done = subprocess.run(
        [sys.executable, str(TOOLS / "verify.py"), str(tmp_path / "rubbish")],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2


@pytest.mark.parametrize("text", ["[]", "{}", '{"proofs": 3}', "3", "null", '"text"'])
def test_other_json_is_no_bundle(tmp_path, cast, text):
    (tmp_path / "file").write_text(text)
    (tmp_path / "policy").write_text(policy())
    done = subprocess.run(
        [
            *(sys.executable, str(TOOLS / "verify.py"), str(tmp_path / "file")),
            *("--policy", str(tmp_path / "policy")),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode in (1, 2)
    assert b"Traceback" not in done.stderr


def test_it_is_one_file_of_at_most_600_lines_that_needs_nothing():
    source = (TOOLS / "verify.py").read_text()
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source, feature_version=(3, 9)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module]
        )
    }
    assert len(source.splitlines()) <= 600
    assert imported <= sys.stdlib_module_names
