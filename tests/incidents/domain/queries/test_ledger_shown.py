"""What the site shows has the form of what was filed."""

from decimal import Decimal

import pytest

from incidents.domain.daily_return import DenialContent, OutageContent, file_daily_return
from incidents.domain.pump import look
from incidents.domain.queries.ledger_shown import (
    documents,
    shown_daily_reports,
    shown_incidents,
    shown_reports,
    shown_returns,
)
from incidents.ledger.canonical import canonical_bytes, content_hash, parsed
from incidents.ledger.salted import commitments_of, salted_hash
from incidents.models import Report
from tests.incidents.telling import AFTER_DUE, NOW, incident_of, killed, return_content, tell

pytestmark = pytest.mark.django_db


def test_a_report_is_shown_as_it_was_filed(cast):
    tell(
        cast.north_monitor,
        lat=Decimal("40.1"),
        lon=Decimal("46.5"),
        position_precision="P2",
        place="pl-bridge",
        count_low=0,
        count_unit="round",
        count_qualifier="exact",
        alleged_party="south",
        casualties=(killed(0, "uplands"), killed(None)),
    )
    (shown,) = shown_reports()
    assert shown["facts"] == parsed(bytes(Report.objects.get().content))


@pytest.mark.parametrize(
    "said",
    [
        {"note": "calm"},
        {"denials": (DenialContent(by="lowlands", minutes=40), DenialContent(reason="Mines."))},
        {"outages": (OutageContent(what="camera 2"),), "is_nil": False},
    ],
    ids=["a note", "denials", "outages"],
)
def test_a_return_is_shown_as_it_was_filed(cast, said):
    filed = file_daily_return(return_content(**said), author=cast.north_monitor, now=NOW)
    (shown,) = shown_returns()
    assert shown["facts"] == parsed(bytes(filed.daily_return.content))


def test_an_incident_is_shown_with_its_status_and_reports(cast):
    told = tell(cast.north_monitor)
    (shown,) = shown_incidents()
    assert shown["reports"] == [str(told.report.report_id)]
    assert (shown["status"], shown["id"]) == ("submitted", str(incident_of(told).pk))
    assert shown["facts"]["post"] == "N-1"
    assert "killed_low" not in shown["facts"]


def test_every_document_has_its_hash(cast):
    tell(cast.north_monitor)
    look(AFTER_DUE)
    found = list(documents())
    plain = [document for document in found if len(document) == 2]
    salted = [document for document in found if len(document) == 4]
    assert all(content_hash(text.encode()) == digest for digest, text in plain)
    for digest, text, salts, hidden in salted:
        held = commitments_of(parsed(text.encode()), salts).values()
        assert salted_hash([*held, *hidden.values()]) == digest
    assert plain
    assert salted
    assert {digest for digest, *_text in found} >= {
        row["content_hash"] for row in (*shown_reports(), *shown_daily_reports())
    }


def test_everything_shown_has_canonical_bytes(cast):
    tell(cast.north_monitor)
    look(AFTER_DUE)
    for rows in (shown_reports(), shown_incidents(), shown_daily_reports(), shown_returns()):
        for row in rows:
            canonical_bytes(row)
