"""The tags of the Humanitarian Exchange Language."""

import re

from incidents.exchange.hxl import TAGS, tag_row

TAG = re.compile(r"#[a-z0-9]+(\+[a-z0-9_]+)*\Z")


def test_every_tag_is_well_formed_and_told_once():
    assert all(TAG.match(tag) for tag in TAGS.values())
    assert len(set(TAGS.values())) == len(TAGS)


def test_columns_without_a_word_have_no_tag():
    assert tag_row(["reference", "invented", "place_label"]) == ["#event+code", "", "#loc+name"]
