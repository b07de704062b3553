"""Proof files: one spelling, read back as written."""

import pytest

from incidents.ledger.proof import ProofFile, ProofFormatError, parse_proof

NOTE = "log.example/ridge\n3\nAAAA\n\n— log.example/ridge AAAAAAAA\n"
PROOF = ProofFile(2, (b"\1" * 32, b"\2" * 32), NOTE, b"extra")


@pytest.mark.parametrize("proof", [PROOF, ProofFile(0, (), NOTE)])
def test_a_proof_is_read_back_as_written(proof):
    assert parse_proof(str(proof)) == proof


@pytest.mark.parametrize(
    "change",
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 2", "index 02"),
        ("index 2", "index two"),
        ("index 2", "place 2"),
        ("extra ", "extra  "),
        ("AQEB", "????"),
        ("\n\n", "\n"),
        ("AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=", "AgI="),
    ],
)
def test_other_text_is_no_proof(change):
    text = str(PROOF).replace(*change)
    if change == ("\n\n", "\n"):
        text = text.partition("\n— ")[0]
    with pytest.raises(ProofFormatError):
        parse_proof(text)
