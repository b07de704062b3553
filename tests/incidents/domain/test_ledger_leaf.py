"""What a leaf commits to: every value of its journal entry, and nothing in clear."""

import pytest

from incidents.domain.ledger_leaf import (
    disclosures,
    is_intact,
    make_leaf,
    opens,
    salts_of,
    subject_salts,
    values_of,
)
from incidents.domain.sequencing import sequence
from incidents.ledger.canonical import parsed
from incidents.models import JournalEntry, LedgerEntry
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(cast):
    tell(cast.north_monitor)
    return JournalEntry.objects.select_related("mission").get(action="report_filed")


@pytest.fixture
def placed(filed):
    sequence(NOW)
    return LedgerEntry.objects.select_related("journal__mission", "salts").get(journal=filed)


def salts_for(entry):
    return salts_of([(entry.journal.subject_type, entry.journal.subject_id)])


def test_every_value_of_an_entry_is_committed_to(filed):
    assert set(values_of(filed)) == {
        *("actor", "at", "mission", "reason"),
        *("body.content_hash", "body.reference", "body.scope", "body.version"),
    }


def test_a_leaf_holds_no_value_in_clear(filed):
    leaf = make_leaf(filed, 7, bytes(16)).leaf
    for value in (filed.subject_id, filed.mission.code, parsed(bytes(filed.body))["content_hash"]):
        assert value.encode() not in leaf


def test_two_leaves_of_one_entry_share_no_commitment(filed):
    first, second = (parsed(make_leaf(filed, 7, bytes(16)).leaf)["fields"] for _ in "ab")
    assert not set(first) & set(second)


def test_the_entries_of_one_subject_share_a_pseudonym(cast):
    tell(cast.north_monitor)
    sequence(NOW)
    of_report, opened, linked = (
        parsed(bytes(entry.leaf))["subject"] for entry in LedgerEntry.objects.all()
    )
    assert opened == linked != of_report


def test_a_subject_keeps_its_salt(filed):
    assert subject_salts([filed]) == subject_salts([filed])


def test_a_stored_leaf_opens_to_its_entry(placed):
    assert opens(placed, salts_for(placed))
    assert {found.name for found in disclosures(placed)} == set(values_of(placed.journal))


def test_only_what_is_named_is_disclosed(placed):
    assert [found.name for found in disclosures(placed, {"reason", "nothing"})] == ["reason"]


@pytest.mark.parametrize(
    "field, value",
    [
        ("reason", "another"),
        ("actor_id", None),
        ("action", "variant_kept"),
        ("body", b'{"forged":true}'),
    ],
)
def test_a_leaf_does_not_open_to_a_changed_entry(placed, field, value):
    setattr(placed.journal, field, value)
    assert not opens(placed, salts_for(placed))


def test_a_leaf_does_not_open_without_a_salt(placed):
    del placed.salts.by_name["reason"]
    assert not opens(placed, salts_for(placed))


def test_a_changed_body_is_noticed(filed):
    assert is_intact(filed)
    filed.body = b"{}"
    assert not is_intact(filed)
