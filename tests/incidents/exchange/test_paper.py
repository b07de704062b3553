"""Pages are set on paper in a process of their own, which is watched and bounded."""

import re
import zlib

import pytest

from incidents.exchange.paper import PaperError, set_on_paper

STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
PAGE = '<!DOCTYPE html><html lang="en"><head><title>A day</title></head><body>{}</body></html>'


def opened(made):
    """A document with its compressed parts as they are meant."""
    packed = (part for part in STREAM.findall(made) if part[:1] == b"x")
    return made + b"".join(zlib.decompressobj().decompress(part) for part in packed)


def test_a_page_becomes_a_tagged_document_and_tells_its_progress(setter):
    told = []
    made = set_on_paper(PAGE.format("<h1>A quiet day</h1>"), told.append)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in opened(made)
    assert b"pdfuaid" in opened(made)
    assert told == sorted(told)
    assert len(told) >= 4


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://169.254.169.254/" alt="x">',
        '<link rel="stylesheet" href="file:///etc/hosts">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="file:///etc/passwd">x</object>',
        '<svg><image href="file:///etc/passwd"/></svg>',
    ],
)
def test_a_page_that_asks_for_something_gets_nothing(setter, hostile):
    made = set_on_paper(PAGE.format(hostile))
    assert made.startswith(b"%PDF-")
    assert b"root:" not in opened(made)
    assert b"EmbeddedFile" not in opened(made)


def test_a_page_that_takes_too_long_is_given_up():
    with pytest.raises(PaperError):
        set_on_paper(PAGE.format("<p>x</p>" * 50_000), wall_seconds=0.2)
