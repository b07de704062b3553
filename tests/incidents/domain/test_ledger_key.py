"""The signer: one history, remembered outside the database."""

import stat
from io import StringIO

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.core.management import CommandError, call_command

from incidents.domain.ledger_key import Signer, SignerRefusalError, log_signer, make_key
from incidents.ledger.merkle import (
    append_leaves,
    consistency_ranges,
    leaf_hash,
    nodes_over,
    root_over,
)
from incidents.ledger.note import Checkpoint, check_signature

ORIGIN = "log.example/ridge"


class History:
    """A log of so many leaves, and another one that differs from ``fork`` on."""

    def __init__(self, size=20, fork=None):
        leaves = [
            leaf_hash(b"%d%s" % (n, b"x" * (fork is not None and n >= fork))) for n in range(size)
        ]
        self.nodes, _peaks = append_leaves(0, [], leaves)

    def _over(self, leaves):
        return root_over([self.nodes[node] for node in nodes_over(leaves)])

    def at(self, size):
        return Checkpoint(ORIGIN, size, self._over((0, size)))

    def proof(self, old, size):
        return [self._over(leaves) for leaves in consistency_ranges(old, size)]


HISTORY = History()


@pytest.fixture
def signer(log_key):
    return Signer(ORIGIN, log_key)


def sign(signer, size, history=HISTORY):
    old = signer.last_signed().size
    proof = history.proof(old, size) if old <= size else []
    return signer.sign(history.at(size), proof)


def test_a_continuation_is_signed(signer):
    sign(signer, 7)
    signature = sign(signer, 12)
    assert check_signature(signer.verifier, signature, HISTORY.at(12).text) is None


def test_the_same_checkpoint_may_be_signed_again_with_the_same_bytes(signer):
    assert sign(signer, 7) == sign(signer, 7)


def test_a_smaller_log_is_refused(signer):
    sign(signer, 7)
    with pytest.raises(SignerRefusalError, match="does not continue"):
        sign(signer, 6)


def test_the_same_size_with_another_root_is_refused(signer):
    sign(signer, 7)
    with pytest.raises(SignerRefusalError, match="another root"):
        sign(signer, 7, History(fork=3))


def test_a_larger_log_with_another_past_is_refused(signer):
    sign(signer, 7)
    with pytest.raises(SignerRefusalError, match="does not continue"):
        sign(signer, 12, History(fork=3))


def test_another_log_is_refused(signer):
    other = Checkpoint("log.example/coast", 7, HISTORY.at(7).root)
    with pytest.raises(SignerRefusalError, match="another log"):
        signer.sign(other, [])


def test_the_memory_outlives_the_process(signer, log_key):
    sign(signer, 7)
    again = Signer(ORIGIN, log_key)
    assert again.last_signed() == HISTORY.at(7)
    with pytest.raises(SignerRefusalError):
        sign(again, 6)


def test_a_refusal_changes_nothing(signer):
    sign(signer, 7)
    with pytest.raises(SignerRefusalError):
        sign(signer, 6)
    assert signer.last_signed() == HISTORY.at(7)


def test_a_checkpoint_is_not_signed_as_any_text(signer):
    with pytest.raises(SignerRefusalError):
        signer.sign_text(HISTORY.at(7).text)


def test_a_key_and_its_memory_are_for_the_owner_only(signer, log_key):
    sign(signer, 7)
    for path in (log_key, log_key.with_name("log.pem.state")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_first_key_stays(log_key):
    before = log_key.read_bytes()
    make_key(log_key)
    assert log_key.read_bytes() == before


def test_without_its_key_nothing_is_signed(tmp_path):
    with pytest.raises(SignerRefusalError, match="no signing key"):
        sign(Signer(ORIGIN, tmp_path / "missing.pem"), 7)


def test_a_key_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "ec.pem"
    path.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with pytest.raises(SignerRefusalError, match="Ed25519"):
        sign(Signer(ORIGIN, path), 7)


def test_production_needs_a_key_file(settings):
    settings.LEDGER_KEY_FILE = ""
    settings.EMBEDDED = False
    with pytest.raises(SignerRefusalError, match="LEDGER_KEY_FILE"):
        log_signer()


def test_the_embedded_mode_makes_a_key_for_its_database(settings, tmp_path, db):
    settings.LEDGER_KEY_FILE = ""
    settings.EMBEDDED = True
    settings.DATA_DIR = tmp_path
    first = log_signer()
    assert first.key_file.parent == tmp_path / "ledger"
    assert log_signer().verifier == first.verifier


def test_the_command_makes_a_key_once_and_prints_it(settings, tmp_path):
    settings.LEDGER_KEY_FILE = str(tmp_path / "new.pem")
    printed = [StringIO(), StringIO()]
    for out in printed:
        call_command("ledger_key", stdout=out)
    assert printed[0].getvalue() == printed[1].getvalue() == f"log {log_signer().verifier}\n"


def test_the_command_says_what_is_missing(settings, tmp_path):
    settings.LEDGER_KEY_FILE = ""
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="LEDGER_KEY_FILE"):
        call_command("ledger_key")
