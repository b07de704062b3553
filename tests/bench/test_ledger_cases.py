"""The ledger's cases measure what they say: with a log, without one, against a chain."""

import hashlib

from bench.cases import ledger, verifying
from bench.chain import ChainHead, ChainLink, create_chain, write_chained
from incidents.models import ContentSalts, JournalEntry, Report
from parties.models import Mission


def test_without_the_ledger_a_report_leaves_no_journal(monitor):
    before = JournalEntry.objects.count()
    with ledger.without_ledger():
        ledger.post_report(monitor)
    assert Report.objects.count() == 1
    assert (JournalEntry.objects.count(), ContentSalts.objects.count()) == (before, 0)
    ledger.post_report(monitor)
    assert JournalEntry.objects.count() == before + 3
    assert ContentSalts.objects.count() == 1


def test_the_rival_chains_each_write(years):
    create_chain()
    mission = Mission.objects.get(code="bench")
    for _ in range(2):
        write_chained(mission)
    head = bytes(32)
    for link in ChainLink.objects.order_by("pk"):
        body = bytes(JournalEntry.objects.get(pk=link.pk).body)
        head = hashlib.sha256(head + body).digest()
        assert bytes(link.hash) == head
    assert bytes(ChainHead.objects.get().hash) == head


def test_the_large_bundle_is_one_that_the_verifier_believes(monitor):
    text = verifying.build(100)
    assert text.count('"subject_salt"') >= 100
    assert verifying.seconds_to_verify(text) > 0
