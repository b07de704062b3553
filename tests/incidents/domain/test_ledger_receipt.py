"""Signed receipts: the receipt's bytes stay, the signature stands beside them."""

import pytest

from incidents.domain.ledger_key import SignerRefusalError, log_signer
from incidents.domain.ledger_receipt import receipt_signature
from incidents.ledger.note import check_signature, parse_note
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db


def test_the_log_signs_a_receipt_the_same_way_each_time(cast):
    receipt = tell(cast.north_monitor).receipt
    note = receipt_signature(receipt)
    text, (signature,) = parse_note(note)
    check_signature(log_signer().verifier, signature, text)
    assert receipt_signature(receipt) == note


def test_another_receipt_has_another_signature(cast):
    first, second = (receipt_signature(tell(cast.north_monitor).receipt) for _ in "ab")
    assert first != second


def test_without_the_key_there_is_no_signature(cast, log_key):
    log_key.unlink()
    with pytest.raises(SignerRefusalError):
        receipt_signature(b"{}")
