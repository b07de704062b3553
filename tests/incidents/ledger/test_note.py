"""Signed notes and checkpoints: what is accepted, and everything else is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from incidents.ledger.note import (
    LOG,
    WITNESS,
    Checkpoint,
    NoteError,
    Signature,
    VerifierKey,
    check_signature,
    cosigned_message,
    parse_checkpoint,
    parse_key,
    parse_note,
    sign_text,
    signed_note,
)

# The example of the reference implementation of signed notes.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"  # noqa: E501
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
HERE = "log.example/ridge"
POINT = Checkpoint(HERE, 7, b"\7" * 32)
LOG_KEY = VerifierKey(HERE, PUBLIC)
PARTY_KEY = VerifierKey("party-a", PUBLIC, WITNESS)


def cosignature(seconds=1_600_000_000, text=POINT.text):
    body = seconds.to_bytes(8, "big") + KEY.sign(cosigned_message(seconds, text))
    return Signature("party-a", PARTY_KEY.key_id, body)


def test_the_reference_note_is_verified():
    text, (signature,) = parse_note(NEUMANN_NOTE)
    assert check_signature(parse_key(NEUMANN), signature, text) is None


def test_a_note_and_its_parts_are_the_same_text():
    text, signatures = parse_note(NEUMANN_NOTE)
    assert signed_note(text, signatures) == NEUMANN_NOTE


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_a_key_is_read_back_from_its_text(kind):
    key = VerifierKey("a.example", PUBLIC, kind)
    assert parse_key(str(key)) == key


def test_a_checkpoint_is_read_back_from_its_text():
    assert parse_checkpoint(POINT.text) == POINT


def test_a_log_signature_is_checked():
    assert check_signature(LOG_KEY, sign_text(KEY, HERE, POINT.text), POINT.text) is None


def test_a_cosignature_tells_its_time():
    assert check_signature(PARTY_KEY, cosignature(), POINT.text) == 1_600_000_000


@pytest.mark.parametrize(
    "forged",
    [
        Signature("party-a", PARTY_KEY.key_id, cosignature().body[:-1]),
        Signature("party-a", PARTY_KEY.key_id, bytes(72)),
        Signature("party-b", PARTY_KEY.key_id, cosignature().body),
        Signature("party-a", b"none", cosignature().body),
        Signature("party-a", PARTY_KEY.key_id, bytes(8) + cosignature().body[8:]),
        cosignature(text=POINT.text.replace("7", "8", 1)),
    ],
    ids=["short", "zeros", "other name", "other key", "other time", "other text"],
)
def test_a_forged_cosignature_is_refused(forged):
    with pytest.raises(NoteError):
        check_signature(PARTY_KEY, forged, POINT.text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HERE,
        f"{HERE}\n07\n{'A' * 43}=\n",
        f"{HERE}\n-7\n{'A' * 43}=\n",
        f"{HERE}\n٧\n{'A' * 43}=\n",
        f"{HERE}\n7\nAAAA\n",
        f"{HERE}\n7\nnot base64\n",
        f"{POINT.text}more\n",
        f"\n{POINT.text}",
    ],
)
def test_other_text_is_no_checkpoint(text):
    with pytest.raises(NoteError):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    "note",
    [
        "text\n",
        "text\n\n",
        "text\n\n— name",
        "text\n\n- name AAAAAAAA\n",
        "text\n\n—  AAAAAAAA\n",
        "text\n\n— a+b AAAAAAAA\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name ???\n",
    ],
)
def test_other_text_is_no_note(note):
    with pytest.raises(NoteError):
        parse_note(note)


@pytest.mark.parametrize(
    "text",
    [
        "name",
        NEUMANN.replace("c74f20a3", "c74f20a4"),
        NEUMANN.replace("Peter", "Pater"),
        "name+00000000+" + base64.b64encode(b"\x09" + PUBLIC).decode(),
        "name+00000000+" + base64.b64encode(PUBLIC).decode(),
    ],
)
def test_other_text_is_no_key(text):
    with pytest.raises(NoteError):
        parse_key(text)
