"""The radio form: the grammar, its read-back, and every word that is not understood."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exchange.radio import RadioError, read_line
from incidents.exchange.radio_words import EVENTS, POINTS, WORDS
from tests.architecture.sources import ROOT
from tests.incidents.hostile import TEXTS

POSTS = ("N-1", "S-1", "JC")
DOCUMENTED = re.findall(
    r"^\| `([FXAGWM] [^`]+|DE [^`]+)` \|", (ROOT / "docs/radio.md").read_text(), re.MULTILINE
)


def faults(line):
    with pytest.raises(RadioError) as refused:
        read_line(line, POSTS)
    return [(fault.code, fault.word) for fault in refused.value.faults]


def test_the_line_of_the_handbook():
    read = read_line("F 1430 HE MOR 3 NE 2K")
    assert (read.category, read.time, read.means, read.weapon) == (
        "IND-MOR", "1430", "heard", "mortar",
    )  # fmt: skip
    assert (read.count_low, read.count_qualifier, read.count_unit) == (3, "exact", "explosion")
    assert read.position_text == "NE 2 km"


def test_the_read_back_says_every_word_in_its_order():
    assert read_line("DE N-1 F 1430 HE MOR 3 NE 2K IN", POSTS).read_back == (
        "FROM – N - ONE – FIRE – TIME – ONE FOUR THREE ZERO – HEARD – MORTAR – THREE – NORTH EAST"
        " – TWO – KILOMETRES – INCOMING"
    )


def test_the_documented_lines_are_understood():
    assert len(DOCUMENTED) >= 3
    for line in DOCUMENTED:
        assert read_line(line, POSTS).line


@pytest.mark.parametrize(
    "line, category",
    [("F 1430", "FIR"), ("F 1430 SA", "FIR-SAL"), ("F 1430 SR", "FIR-SNP"),
     ("F 1430 HMG", "FIR-HMG"),
     ("F 1430 TNK", "FIR-TNK"), ("F 1430 MLR", "IND-MLR"), ("X 1430", "OTH"),
     ("X 1430 IED", "EXP-DET"),
     ("X 1430 HOW", "IND-ART"), ("A 1430 UAR", "AIR-UAR"), ("A 1430 HEL", "AIR-HEL"),
     ("G 1430", "GRD"), ("W 1430 TNK", "WPN-PRS"), ("M 1430 MIN", "EXP-FND")],
)  # fmt: skip
def test_event_and_weapon_name_the_category(line, category):
    assert read_line(line).category == category


@pytest.mark.parametrize(
    "word, count",
    [("3", (3, None, "exact")), ("~20", (20, None, "about")), ("5+", (5, None, "at_least")),
     ("3-5", (3, 5, "range")), ("MANY", (None, None, "multiple"))],
)  # fmt: skip
def test_a_count_says_how_exact_it_is(word, count):
    read = read_line(f"F 1430 SA {word}")
    assert (read.count_low, read.count_high, read.count_qualifier) == count
    assert read.count_unit == "shot"


def test_what_is_not_said_is_not_known():
    read = read_line("F 1430")
    assert (read.count_low, read.count_unit, read.means, read.position_text) == (None, "", "", "")


@pytest.mark.parametrize(
    "words, position",
    [("NE 2K", "NE 2 km"), ("2-5K NNE", "NNE 2-5 km"), ("B045 800M", "045° 800 m"),
     ("M0800 6S", "0800 mils 6 s"), ("POS 38S PK 49 09", "38S PK 49 09"),
     ("POS Stone Bridge // heavy", "Stone Bridge")],
)  # fmt: skip
def test_the_position_is_what_the_form_understands(words, position):
    assert read_line(f"F 1430 {words}").position_text == position


def test_a_remark_is_kept_as_it_was_said():
    assert read_line("f 1430 he // smoke over the ridge").remark == "smoke over the ridge"


@pytest.mark.parametrize(
    "line, named",
    [("", [("event", ""), ("time", "")]),
     ("Q 1430", [("event", "Q")]),
     ("F", [("time", "")]),
     ("F HE MOR", [("time", "HE")]),
     ("F 1430 HE BANANA 3", [("word", "BANANA")]),
     ("F 1430 FOO BAR", [("word", "FOO"), ("word", "BAR")]),
     ("F 1430 HE SN", [("twice", "SN")]),
     ("F 1430 NE SW", [("twice", "SW")]),
     ("DE X-9 F 1430", [("post", "X-9")]),
     ("DE", [("post", ""), ("event", ""), ("time", "")])],
    ids=str,
)  # fmt: skip
def test_every_word_in_the_way_is_named(line, named):
    assert faults(line) == named


def test_a_fault_says_what_is_still_possible():
    with pytest.raises(RadioError) as refused:
        read_line("F 1430 HE BANANA NE")
    assert "weapon" in refused.value.faults[0].expected
    assert "means" not in refused.value.faults[0].expected


@given(
    st.sampled_from(sorted(EVENTS)),
    st.permutations(["HE", "MOR", "~3", "EXP", "IN", "NE", "2-5K"]),
)
def test_the_order_of_the_words_does_not_matter(event, words):
    read, usual = (read_line(f"{event} 1430 {' '.join(order)}") for order in (words, sorted(words)))
    assert (read.category, read.position_text) == (usual.category, usual.position_text)
    assert sorted(read.said) == sorted(usual.said)


@pytest.mark.parametrize("word", sorted({*WORDS, *POINTS}))
def test_every_word_is_understood_and_read_back(word):
    said = WORDS[word].said if word in WORDS else POINTS[word]
    assert said in read_line(f"F 1430 {word}").said


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_lines_are_refused_by_name(name):
    for line in (TEXTS[name], f"F 1430 {TEXTS[name][:600]}"):
        try:
            assert read_line(line, POSTS).line
        except RadioError as refused:
            assert all(len(fault.word) <= 24 for fault in refused.faults)  # noqa: PT017


@given(st.text(max_size=60))
def test_nothing_typed_raises_anything_but_a_refusal(typed):
    try:
        read_line(f"F 1430 {typed}")
    except RadioError as refused:
        assert refused.faults  # noqa: PT017
