"""Signed receipts: the log's signature beside a receipt, whose bytes stay as they are."""

import base64
import hashlib

from incidents.domain.ledger_key import log_signer
from incidents.ledger.note import signed_note


def receipt_signature(receipt: bytes, what: str = "receipt") -> str:
    """Return a signed note over the hash of a receipt, or of what it says; always the same bytes.

    Raises:
        SignerRefusalError: the signing key is not at hand.

    """
    signer = log_signer()
    digest = base64.b64encode(hashlib.sha256(receipt).digest()).decode()
    text = f"{signer.origin}/{what}\n{digest}\n"
    return signed_note(text, [signer.sign_text(text)])
