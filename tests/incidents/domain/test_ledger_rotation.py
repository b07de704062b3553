"""Rotation of the log's key: from one entry on the new key signs, and nobody else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incidents.domain.ledger_key import Signer, SignerRefusalError, log_signer, make_key
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.ledger_rotation import rotate_key
from incidents.domain.queries.ledger import key_in_force, newest_checkpoint
from incidents.domain.sequencing import sequence
from incidents.ledger.note import parse_note
from incidents.models import Checkpoint, JournalEntry, LedgerEntry
from tests.incidents.telling import NOW, tell
from tests.verify.parties import NORTH, bundle_text, policy, run_verifier, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def grown(cast):
    """A log that both parties have cosigned, and the policy of that day."""
    tell(cast.north_monitor)
    seal()
    return policy()


def rotate(cast, **options):
    return rotate_key(cast.mission, reason="Yearly.", now=NOW, **options)


def signers():
    """The key ids under the newest checkpoint, the log's first."""
    point = newest_checkpoint()
    line = point.signatures.get(is_log=True).line
    return parse_note(f"{point.text}\n{line}\n")[1][0].key_id


def test_the_checkpoint_over_the_entry_is_the_new_keys_first(cast, grown, log_key):
    old = log_signer().verifier
    done = rotate(cast)
    new = log_signer().verifier
    assert (done.place, done.key, str(new) == done.key, new == old) == (3, str(new), True, False)
    assert (newest_checkpoint().size, signers()) == (4, new.key_id)
    assert Signer(new.name, done.old_file).verifier == old
    tell(cast.north_monitor)
    sequence(NOW)
    assert (newest_checkpoint().size, signers()) == (7, new.key_id)


def test_what_waits_gets_its_place_before_the_entry(cast, grown):
    tell(cast.north_monitor)
    assert rotate(cast).place == 6
    assert not JournalEntry.objects.filter(ledger_entry__isnull=True).exists()


def test_the_old_key_signs_nothing_more(cast, grown, log_key):
    done = rotate(cast)
    done.old_file.replace(log_key)
    tell(cast.north_monitor)
    with pytest.raises(SignerRefusalError, match="another key"):
        sequence(NOW)
    with pytest.raises(SignerRefusalError, match="another key"):
        rotate(cast)


def test_a_party_with_its_old_policy_follows(cast, grown, tmp_path):
    tell(cast.north_monitor)
    rotate(cast)
    checked = run_verifier(tmp_path, bundle_text(), grown)
    assert (checked.verdict, "not cosigned yet" in str(checked)) == ("DOUBTFUL", True)
    seal()
    for known in (grown, policy(), grown + policy().split("\n")[0] + "\n"):
        checked = run_verifier(tmp_path, bundle_text(), known)
        assert checked.verdict == "OK", checked
        assert f"the log's key from 2021-03-10T08:00:00Z on: {log_signer().verifier}" in str(
            checked
        )


def test_keys_are_followed_over_several_rotations(cast, grown, tmp_path):
    for _ in range(3):
        rotate(cast)
        tell(cast.north_monitor)
        seal()
    assert run_verifier(tmp_path, bundle_text(), grown).verdict == "OK"
    assert run_verifier(tmp_path, bundle_text(), policy()).verdict == "OK"


def test_a_policy_with_none_of_the_keys_is_not_believed(cast, grown, tmp_path, settings):
    rotate(cast)
    seal()
    settings.LEDGER_KEY_FILE = str(tmp_path / "other.pem")
    make_key(tmp_path / "other.pem")
    checked = run_verifier(tmp_path / "v", bundle_text(), policy())
    assert (checked.verdict, "none of the log's keys" in str(checked)) == ("FAILED", True)


def test_a_receipt_of_before_stays_good(cast, tmp_path):
    receipt = tell(cast.north_monitor).receipt
    kept = {"receipt": receipt.decode(), "signature": receipt_signature(receipt)}
    known = policy()
    rotate(cast)
    seal()
    later = kept | {"signature": receipt_signature(receipt)}
    assert later != kept
    assert run_verifier(tmp_path, bundle_text(), known, receipts=[kept, later]).verdict == "OK"


class TestStolen:
    """The old key is nobody's word any more."""

    def test_both_parties_cosignatures_carry_it(self, cast, grown, tmp_path):
        rotate(cast, stolen=True)
        seal(NORTH)
        checked = run_verifier(tmp_path, bundle_text(), grown)
        assert (checked.verdict, "changed by nobody who may" in str(checked)) == ("FAILED", True)
        seal()
        assert run_verifier(tmp_path, bundle_text(), grown).verdict == "OK"

    def test_without_witnesses_it_is_not_believed(self, cast, grown, tmp_path):
        known = policy(witnesses=())
        rotate(cast, stolen=True)
        assert "changed by nobody who may" in str(run_verifier(tmp_path, bundle_text(), known))

    def test_a_lost_key_is_named_by_hand(self, cast, grown, log_key):
        old = str(log_signer().verifier)
        log_key.unlink()
        with pytest.raises(SignerRefusalError, match="no signing key"):
            rotate(cast)
        with pytest.raises(SignerRefusalError, match="three parts"):
            rotate(cast, stolen=True, old="rubbish")
        with pytest.raises(SignerRefusalError, match="another log"):
            rotate(cast, stolen=True, old=str(NORTH.verifier))
        assert (key_in_force(), LedgerEntry.objects.count()) == ("", 3)
        assert rotate(cast, stolen=True, old=old).key == key_in_force()


def test_broken_off_before_the_files_were_swapped_it_is_finished(cast, grown, log_key, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("incidents.domain.ledger_rotation._swap", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            rotate(cast)
    assert (Checkpoint.objects.count(), LedgerEntry.objects.count()) == (2, 4)
    old = log_signer().verifier
    done = rotate(cast)
    assert (done.place, LedgerEntry.objects.count(), log_signer().verifier == old) == (3, 4, False)
    assert newest_checkpoint().size == 4


def test_the_command_prints_the_policys_new_line(cast, grown):
    out = StringIO()
    call_command("rotate_ledger_key", mission="ridge", reason="Yearly.", stdout=out)
    assert f"\nlog {log_signer().verifier}\n" in out.getvalue()


@pytest.mark.parametrize(
    "named", [{"mission": "nowhere", "reason": "x"}, {"mission": "ridge", "reason": " "}]
)
def test_the_command_asks_for_a_mission_and_a_reason(cast, grown, named):
    with pytest.raises(CommandError):
        call_command("rotate_ledger_key", **named)
    assert LedgerEntry.objects.count() == 3
