"""Boxes: only the author's key opens them, and nothing in them can be changed."""

import base64
import json
from uuid import UUID

import pytest

from incidents.exchange.outbox import BoxError, opened_box, sealed_box

KEY, OTHER = b"k" * 32, b"o" * 32
REPORT = UUID("0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57")
ANOTHER = UUID("0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e58")
# SHA-256 as sha256sum computes it of the line below.
PAYLOAD = (
    b'{"v":1,"report_id":"0192f7c0-5b2e-7c4d-8a11-3f6d2b9c0e57","author":7,'
    b'"values":[["narrative","\xc2\xab3\xc2\xbb"]]}'
)
DIGEST = "655afaf72cc1e79311b64c2972b82d6e1e5e7a539e885a0b67930300533599a2"


def box_of(payload=PAYLOAD, author=7, report=REPORT):
    return sealed_box(payload, KEY, author, report)


def code_of(box, *keys, author=7, report=REPORT):
    with pytest.raises(BoxError) as refused:
        opened_box(box, keys or (KEY,), author, report)
    return refused.value.code


def document(**changed):
    return json.dumps(json.loads(PAYLOAD) | changed).encode()


def test_a_box_gives_back_what_was_typed_and_its_digest():
    typed = opened_box(box_of(), [KEY], 7, REPORT)
    assert typed.values == (("narrative", "«3»"),)
    assert typed.digest == DIGEST


def test_two_boxes_of_the_same_differ():
    assert box_of() != box_of()


def test_an_older_key_still_opens_a_box():
    assert opened_box(box_of(), [OTHER, KEY], 7, REPORT).author == 7


def test_another_key_opens_nothing():
    assert code_of(box_of(), OTHER) == "seal"
    with pytest.raises(BoxError):
        opened_box(box_of(), [], 7, REPORT)


def test_a_box_belongs_to_one_author_and_one_report():
    assert code_of(box_of(), author=8) == "seal"
    assert code_of(box_of(), report=ANOTHER) == "seal"


def test_what_a_box_holds_must_be_what_stands_on_it():
    assert code_of(box_of(document(author=8))) == "seal"
    assert code_of(box_of(document(report_id=str(ANOTHER)))) == "seal"


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_a_changed_byte_is_found(at):
    raw = bytearray(base64.b64decode(box_of()))
    raw[at] ^= 1
    assert code_of(base64.b64encode(raw).decode()) == "seal"


@pytest.mark.parametrize("box", ["", "x", "====", "é", "A" * 8, "A" * 400_004, "\0", "QUJD\n"])
def test_what_is_no_box_is_refused(box):
    assert code_of(box) == "seal"


def test_a_newer_form_is_told_from_a_broken_one():
    assert code_of(box_of(document(v=2))) == "version"


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        document(v="1"),
        document(v=True),
        document(v=0),
        document(v=-1),
        document(author="7"),
        document(author=True),
        document(report_id=5),
        document(report_id="x"),
        document(values=None),
        document(values={"a": "b"}),
        document(values=["ab"]),
        document(values=[["a"]]),
        document(values=[["a", 1]]),
        document(values=[[1, "a"]]),
        document(values=[["a", "b", "c"]]),
        document(values=[["a" * 101, "b"]]),
        document(values=[["a", "b"]] * 501),
        b'{"v":1}',
    ],
    ids=range(23),
)
def test_a_box_of_something_else_is_refused(payload):
    assert code_of(box_of(payload)) == "content"
