"""Bad content gets a clear error that names its field, and nothing is stored by half."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.content import CasualtyContent, ReportContent
from incidents.domain.content_checks import CODE_LISTS
from incidents.domain.filing import file_report
from incidents.ledger.uuid7 import uuid7
from incidents.models import Report
from tests.incidents.telling import NOW, content, killed, row_counts, tell

pytestmark = pytest.mark.django_db

TEXTS = sorted(f.name for f in fields(ReportContent) if f.type in ("str", str))
CODED = sorted(CODE_LISTS.keys() & set(TEXTS))
LONGEST = {
    f.name: f.max_length
    for f in Report._meta.concrete_fields
    if f.name in set(TEXTS) - set(CODED) - {"source_url"} and f.max_length
}
COUNTS = ("count_low", "count_high", "posts_watching", "range_from_m", "range_to_m")
PLACED = {"lon": Decimal("10.5"), "position_precision": "P2"}
COUNTED = {"count_unit": "shot", "count_qualifier": "exact"}


def refused(author, **told):
    """The codes of what is wrong with each field; nothing may have been stored."""
    before = row_counts()
    with pytest.raises(ValidationError) as refusal:
        tell(author, **told)
    assert row_counts() == before
    return {f: {e.code for e in errors} for f, errors in refusal.value.error_dict.items()}


@pytest.mark.parametrize("bad", ["a\x00b", "\x00", "\ud800", "end\udfff", "x" * 100_000])
def test_no_text_takes_impossible_characters_or_endless_length(cast, bad):
    for name in TEXTS:
        assert name in refused(cast.north_monitor, **{name: bad}), name


@pytest.mark.parametrize("bad", ["nonsense", "FIR ", "Event", "'; drop table", "0"])
def test_no_code_is_accepted_that_is_in_no_list(cast, bad):
    for name in CODED:
        assert "choice" in refused(cast.north_monitor, **{name: bad})[name], name


def test_a_code_that_is_required_is_not_accepted_empty(cast):
    for name in CODED:
        if "" not in CODE_LISTS[name]:
            assert "choice" in refused(cast.north_monitor, **{name: ""})[name], name


def test_a_text_may_be_as_long_as_its_column_and_no_longer(cast):
    for name, longest in LONGEST.items():
        assert tell(cast.north_monitor, **{name: "x" * longest}).outcome == "new", name
        told = refused(cast.north_monitor, **{name: "x" * (longest + 1)})
        assert told == {name: {"max_length"}}


def test_a_narrative_may_have_twenty_thousand_characters(cast):
    assert tell(cast.north_monitor, narrative="ж" * 20_000).outcome == "new"
    assert refused(cast.north_monitor, narrative="ж" * 20_001) == {"narrative": {"max_length"}}


# What is sent, and the codes that come back for each field.
REFUSALS = {
    "identity": [
        ({"report_id": uuid4()}, {"report_id": {"uuid7"}}),
        ({"report_id": UUID(int=0)}, {"report_id": {"uuid7"}}),
        ({"mission": "nowhere"}, {"mission": {"unknown"}}),
        ({"mission": ""}, {"mission": {"unknown"}}),
        ({"mission": "RIDGE"}, {"mission": {"unknown"}}),
    ],
    "references": [
        ({"post": "N-9"}, {"post": {"unknown"}}),
        ({"post": "C-1"}, {"post": {"unknown"}}),
        ({"post": "S-1"}, {"post": {"not_appointed"}}),
        ({"post": ""}, {"post": {"required"}}),
        ({"place": "pl-nowhere"}, {"place": {"unknown"}}),
        ({"source_party": "nobody"}, {"source_party": {"unknown"}}),
        ({"alleged_party": "nobody"}, {"alleged_party": {"unknown"}}),
        ({"same_event_as": uuid7()}, {"same_event_as": {"unknown"}}),
        ({"same_event_as": uuid4()}, {"same_event_as": {"unknown"}}),
        ({"corrects": uuid7()}, {"corrects": {"unknown"}}),
    ],
    "addresses": [
        ({"source_url": "javascript:alert(1)"}, {"source_url": {"invalid"}}),
        ({"source_url": "ftp://example.org/"}, {"source_url": {"invalid"}}),
        ({"source_url": "example.org"}, {"source_url": {"invalid"}}),
        ({"source_url": "https://"}, {"source_url": {"invalid"}}),
    ],
    "time": [
        ({"occurred_from": NOW + timedelta(minutes=11)}, {"occurred_from": {"future"}}),
        ({"occurred_from": datetime(9999, 12, 31, tzinfo=UTC)}, {"occurred_from": {"future"}}),
        ({"occurred_from": datetime(1, 1, 1, tzinfo=UTC)}, {"occurred_from": {"too_early"}}),
        ({"occurred_from": datetime(1899, 12, 31, tzinfo=UTC)}, {"occurred_from": {"too_early"}}),
        (
            {"occurred_from": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
            {"occurred_from": {"too_early"}},
        ),
        (
            {"occurred_from": datetime(9999, 12, 31, tzinfo=timezone(timedelta(hours=-12)))},
            {"occurred_from": {"future"}},
        ),
        ({"occurred_from": NOW.replace(tzinfo=None)}, {"occurred_from": {"zone"}}),
        ({"occurred_from": None}, {"occurred_from": {"required"}}),
        ({"occurred_until": NOW - timedelta(hours=2)}, {"occurred_until": {"order"}}),
        (
            {"occurred_until": datetime(9999, 12, 31, tzinfo=UTC)},
            {"occurred_until": {"future"}},
        ),
        (
            {"occurred_from": None, "occurred_until": NOW, "time_precision": "T0"},
            {"occurred_until": {"order"}},
        ),
    ],
    "position": [
        ({"lat": Decimal(91), **PLACED}, {"lat": {"range"}}),
        ({"lat": Decimal("-90.000001"), **PLACED}, {"lat": {"range"}}),
        ({"lat": Decimal("NaN"), **PLACED}, {"lat": {"range"}}),
        ({"lat": Decimal("Infinity"), **PLACED}, {"lat": {"range"}}),
        ({"lat": Decimal("1E+999"), **PLACED}, {"lat": {"range"}}),
        ({"lat": Decimal(40), **PLACED, "lon": Decimal(181)}, {"lon": {"range"}}),
        ({"lat": Decimal(40), **PLACED, "lon": Decimal("sNaN")}, {"lon": {"range"}}),
        ({"lat": Decimal(40)}, {"lon": {"required"}}),
        (PLACED, {"lat": {"required"}}),
        ({"lat": Decimal("10.5"), **PLACED, "lon": Decimal("40.5")}, {"lat": {"swapped"}}),
        (
            {"lat": Decimal("40.5"), "lon": Decimal("10.5")},
            {"position_precision": {"required"}},
        ),
    ],
    "counts": [
        ({"count_low": 2, "count_qualifier": "exact"}, {"count_unit": {"required"}}),
        ({"count_low": 2, "count_unit": "shot"}, {"count_qualifier": {"required"}}),
        (
            {"count_low": 2, "count_unit": "shot", "count_qualifier": "multiple"},
            {"count_qualifier": {"required"}},
        ),
        ({"count_low": 5, "count_high": 4, **COUNTED}, {"count_high": {"order"}}),
        ({"count_high": 4}, {"count_high": {"order"}}),
        (
            {"count_low": 4, "count_unit": "shot", "count_qualifier": "range"},
            {"count_high": {"required"}},
        ),
    ],
    "casualties": [
        ({"casualties": (killed(1),) * 51}, {"casualties": {"max_length"}}),
        ({"casualties": (killed(-1),)}, {"casualties.0.best": {"min_value"}}),
        ({"casualties": (killed(10**9),)}, {"casualties.0.best": {"max_value"}}),
        ({"casualties": (killed(2, low=3),)}, {"casualties.0.low": {"order"}}),
        ({"casualties": (killed(low=3, high=2),)}, {"casualties.0.low": {"order"}}),
        ({"casualties": (killed(1), killed(1, "nobody"))}, {"casualties.1.side": {"unknown"}}),
        (
            {"casualties": (killed(1, side_text="x" * 201),)},
            {"casualties.0.side_text": {"max_length"}},
        ),
        (
            {"casualties": (killed(1, side_text="\x00"),)},
            {"casualties.0.side_text": {"characters"}},
        ),
        ({"casualties": (killed(1, person_kind="elf"),)}, {"casualties.0.person_kind": {"choice"}}),
        ({"casualties": (CasualtyContent(outcome="lost"),)}, {"casualties.0.outcome": {"choice"}}),
    ],
}


@pytest.mark.parametrize("subject", REFUSALS)
def test_bad_content_is_refused_with_the_field_named(cast, subject):
    for told, expected in REFUSALS[subject]:
        assert refused(cast.north_monitor, **told) == expected, told


@pytest.mark.parametrize(
    "bad,code", [(-1, "min_value"), (1_000_001, "max_value"), (10**30, "max_value")]
)
def test_no_count_is_negative_or_beyond_counting(cast, bad, code):
    for name in COUNTS:
        told = COUNTED | {"count_low": 0} | {name: bad}
        assert code in refused(cast.north_monitor, **told)[name], name


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "x" * 1000])
def test_impossible_sides_of_casualties_are_unknown(cast, bad):
    told = refused(cast.north_monitor, casualties=(killed(1, bad),))
    assert "unknown" in told["casualties.0.side"]


def test_posts_and_reports_of_another_mission_are_unknown(cast):
    theirs = tell(cast.stranger, mission="coast", post="C-1").report.report_id
    for name in ("same_event_as", "corrects"):
        assert refused(cast.north_monitor, **{name: theirs}) == {name: {"unknown"}}


def test_everything_wrong_is_said_at_once(cast):
    told = refused(cast.north_monitor, post="N-9", category="FUN", lat=Decimal(1), count_low=-1)
    assert set(told) >= {"post", "category", "lon", "count_low", "count_unit"}


JUST_WITHIN = [
    {"occurred_from": NOW + timedelta(minutes=10)},
    {"occurred_from": datetime(1900, 1, 1, tzinfo=UTC)},
    {"occurred_until": NOW - timedelta(hours=1)},
    {"lat": Decimal(-90), "lon": Decimal(180), "position_precision": "P7"},
    {"count_low": 0, **COUNTED},
    {"count_low": 1_000_000, **COUNTED},
    {"count_qualifier": "multiple", "count_unit": "burst"},
    {"casualties": (killed(0),) * 50},
    {"casualties": (killed(2, low=2, high=2),)},
    {"source_url": "https://xn--e1afmkfd.example/ä?b=c#d"},
    {"narrative": "😀 \u202e\u2028"},
]


def test_what_lies_just_within_the_bounds_is_filed(cast):
    for told in JUST_WITHIN:
        assert tell(cast.north_monitor, **told).outcome == "new", told


anything = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "event", "P2", "T0", "N-1", "ridge", "exact", "shot", "https://a.example"]
    ),
)
degrees = st.none() | st.decimals(allow_nan=True, allow_infinity=True)
times = st.none() | st.datetimes(timezones=st.sampled_from([None, UTC]))
numbers = st.none() | st.integers()
lines = st.lists(
    st.builds(
        CasualtyContent,
        **dict.fromkeys(("outcome", "person_kind", "side", "side_text"), anything),
        **dict.fromkeys(("low", "best", "high"), numbers),
    ),
    max_size=3,
).map(tuple)
STRATEGIES = (
    dict.fromkeys(TEXTS, anything)
    | dict.fromkeys(COUNTS, numbers)
    | dict.fromkeys(("lat", "lon", "bearing", "bearing_spread"), degrees)
    | dict.fromkeys(("occurred_from", "occurred_until"), times)
    | dict.fromkeys(("same_event_as", "corrects"), st.none() | st.uuids())
    | {"casualties": lines}
)


def test_every_field_of_a_report_is_attacked_below():
    assert set(STRATEGIES) == {f.name for f in fields(ReportContent)} - {"report_id"}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), names=st.sets(st.sampled_from(sorted(STRATEGIES)), min_size=1, max_size=4))
def test_whatever_is_sent_is_filed_or_refused_and_never_half_stored(cast, data, names):
    told = {name: data.draw(STRATEGIES[name], label=name) for name in names}
    before = row_counts()
    try:
        file_report(content(**told), author=cast.north_monitor, now=NOW)
    except ValidationError:
        assert row_counts() == before
    else:
        assert row_counts()["Report"] == before["Report"] + 1
