"""Daily returns: a post's word on a day is filed once, and nil is a word too."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection

from incidents.domain.daily_return import file_daily_return
from incidents.enums import Action, DutyKind
from incidents.ledger.canonical import content_hash, parsed
from incidents.models import DailyReturn, Duty, JournalEntry
from tests.incidents.telling import DAY, NOW, return_content, row_counts, tell

pytestmark = pytest.mark.django_db
NOT_BY_TIME = UUID("9ffaca3f-194d-420b-9e4a-676849be0ca4")


@pytest.fixture
def say(cast):
    """A way to file a return, as the northern monitor unless somebody else is named."""

    def file(author=cast.north_monitor, content=None, **fields):
        return file_daily_return(content or return_content(**fields), author=author, now=NOW)

    return file


def refused(say, **fields):
    """The codes of what is wrong with each field; nothing may have been stored."""
    before = row_counts()
    with pytest.raises(ValidationError) as refusal:
        say(**fields)
    assert row_counts() == before
    return {f: {e.code for e in errors} for f, errors in refusal.value.error_dict.items()}


def test_a_return_is_stored_as_it_was_said(cast, say):
    say(observed_minutes=0, outage_text="Camera 2.", is_nil=False)
    row = DailyReturn.objects.get()
    assert (row.post, row.author, row.mission_day) == (cast.north_post, cast.north_monitor, DAY)
    assert (row.observed_minutes, row.posts_watching, row.is_nil) == (0, None, False)


def test_a_return_is_acknowledged_with_the_hash_of_its_content(say):
    acknowledged = say()
    row = DailyReturn.objects.get()
    assert json.loads(acknowledged.receipt)["content_hash"] == content_hash(bytes(row.content))
    assert parsed(bytes(row.content))["mission_day"] == "2021-03-10"


def test_a_return_is_journalled_and_makes_its_day_due(cast, say):
    say()
    assert JournalEntry.objects.get().action == Action.RETURN_FILED
    duty = Duty.objects.get()
    assert (duty.kind, duty.subject) == (DutyKind.RECOUNT_DAY, "2021-03-10")


def test_a_return_without_a_day_makes_no_day_due(say):
    say(author=None, post="", mission_day=None)
    assert not Duty.objects.exists()


def test_the_same_return_again_gets_the_first_receipt_and_writes_nothing(say):
    told = return_content()
    first, before = say(content=told), row_counts()
    again = say(content=told)
    assert (again.outcome, again.receipt) == ("replayed", first.receipt)
    assert row_counts() == before


def test_other_words_under_the_same_id_are_kept_and_flagged(say):
    told = return_content()
    say(content=told)
    variant = say(content=replace(told, note="Fog."))
    assert (variant.outcome, variant.daily_return.is_variant) == ("variant", True)
    assert DailyReturn.objects.count() == 2


def test_a_later_return_of_a_day_is_kept_beside_the_earlier(say):
    assert [say().outcome, say().outcome] == ["new", "new"]


def test_an_id_of_one_mission_means_nothing_at_another(cast, say):
    told = return_content()
    say(content=told)
    theirs = replace(told, mission="coast", post="C-1")
    assert say(author=cast.stranger, content=theirs).outcome == "new"


def test_a_nil_statement_stays_with_the_report_it_was_read_from(cast):
    nil = tell(None, scope="nil").report
    told = return_content(post="", source_party="north", posts_watching=27)
    filed = file_daily_return(told, author=None, report=nil, now=NOW).daily_return
    assert (filed.report, filed.source_party, filed.post) == (nil, cast.north, None)


@pytest.mark.parametrize(
    "name,may",
    [
        ("north_monitor", True),
        ("north_duty_officer", True),
        ("south_duty_officer", True),
        ("analyst", False),
        ("administrator", False),
        ("observer", False),
        ("stranger", False),
    ],
)
def test_monitors_and_duty_officers_file_returns_and_nobody_else(cast, say, name, may):
    if may:
        assert say(author=cast.everybody[name]).outcome == "new"
    else:
        with pytest.raises(PermissionDenied):
            say(author=cast.everybody[name])


@pytest.mark.parametrize(
    "fields,expected",
    [
        ({"return_id": NOT_BY_TIME}, {"return_id": {"uuid7"}}),
        ({"mission": "nowhere"}, {"mission": {"unknown"}}),
        ({"mission": "ridge\x00"}, {"mission": {"unknown"}}),
        ({"mission": "\ud800"}, {"mission": {"unknown"}}),
        ({"post": ""}, {"post": {"required"}}),
        ({"post": "N-9"}, {"post": {"unknown"}}),
        ({"post": "N-1\x00"}, {"post": {"unknown"}}),
        ({"post": "\udfff"}, {"post": {"unknown"}}),
        ({"post": "C-1"}, {"post": {"unknown"}}),
        ({"post": "S-1"}, {"post": {"not_appointed"}}),
        ({"source_party": "nobody"}, {"source_party": {"unknown"}}),
        ({"source_party": "\x00"}, {"source_party": {"unknown"}}),
        ({"mission_day": DAY + timedelta(days=1)}, {"mission_day": {"future"}}),
        ({"mission_day": date.max}, {"mission_day": {"future"}}),
        ({"mission_day": date.min}, {"mission_day": {"too_early"}}),
        ({"mission_day": date(1899, 12, 31)}, {"mission_day": {"too_early"}}),
        ({"observed_minutes": -1}, {"observed_minutes": {"range"}}),
        ({"observed_minutes": 1501}, {"observed_minutes": {"range"}}),
        ({"posts_watching": 10**9}, {"posts_watching": {"range"}}),
        ({"outage_text": "\x00"}, {"outage_text": {"characters"}}),
        ({"denied_text": "\ud800"}, {"denied_text": {"characters"}}),
        ({"note": "x" * 20_001}, {"note": {"max_length"}}),
    ],
    ids=str,
)
def test_a_bad_return_is_refused_with_the_field_named(say, fields, expected):
    assert refused(say, **fields) == expected


def test_a_day_of_twenty_five_hours_can_be_watched_throughout(say):
    assert say(observed_minutes=1500).outcome == "new"


@pytest.mark.parametrize("table", ["incidents_journalentry", "incidents_duty"])
def test_a_failure_after_the_insert_leaves_nothing(say, table):
    before = row_counts()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT no_more CHECK (mission_id < 0)")
    with pytest.raises(DatabaseError, match="no_more"):
        say()
    assert row_counts() == before
