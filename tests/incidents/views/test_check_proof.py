"""In a real browser: an honest incident is verified, and a row that a superuser edits is named."""

import json
import re

import pytest
from django.db import connection
from django.test import Client

from incidents.domain.ledger_rotation import rotate_key
from incidents.domain.merging import merge
from incidents.domain.status import set_status
from incidents.models import Incident, JournalEntry
from parties.domain.acting import actor_of
from tests.incidents.telling import NOW, incident_of, tell
from tests.incidents.views.test_accessibility import paint
from tests.incidents.views.walls import sign_in
from tests.verify.parties import policy, run_verifier, seal

browser = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def incident(cast):
    """An incident in triage, in a log that both parties have cosigned."""
    told = incident_of(tell(cast.north_monitor, narrative="Voilà: Арцах"))
    officer = actor_of(cast.north_duty_officer)
    set_status(told, "triaged", actor=officer, reason="seen", now=NOW)
    seal()
    return Incident.objects.get(pk=told.pk)


@pytest.fixture
def desk(page, context, cast, live_server):
    sign_in(context, live_server.url, cast.north_duty_officer)
    return page


def tamper(sql, *values):
    """Edit a row as a superuser whom no trigger stops."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = origin")


def verdict_of(desk, incident, own_policy=None, proof=None):
    desk.goto(f"/incidents/{incident.pk}/proof/check/")
    for name, text in (("policy", own_policy), ("proof", proof)):
        if text is not None:
            file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
            desk.locator(f"[name={name}]").set_input_files(file)
    desk.get_by_role("button", name="Check", exact=True).click()
    desk.locator("[data-verdict][data-is]").wait_for()
    reasons = desk.locator("[data-reasons]").inner_text()
    return desk.locator("[data-verdict]").get_attribute("data-is"), reasons


def proof_of(cast, incident):
    client = Client()
    client.force_login(cast.north_duty_officer)
    return client.get(f"/incidents/{incident.pk}/proof.json").content.decode()


class TestBrowser:
    """What the page says."""

    pytestmark = browser

    def test_an_honest_incident_is_verified_with_the_partys_own_policy(
        self, desk, incident, assert_accessible
    ):
        assert verdict_of(desk, incident, policy()) == ("ok", "3 entries were checked.")
        for width, scheme in ((1280, "light"), (320, "dark")):
            paint(desk, scheme, width)
            assert_accessible(desk)

    def test_without_a_policy_of_ones_own_it_is_doubtful(self, desk, incident):
        verdict, reasons = verdict_of(desk, incident)
        assert (verdict, "keys are those that this site names" in reasons) == ("doubtful", True)

    def test_a_row_of_the_journal_that_a_superuser_edits_is_named_by_both(
        self, desk, cast, incident, tmp_path
    ):
        entry = JournalEntry.objects.get(action="status_set")
        tamper("UPDATE incidents_journalentry SET reason = 'other' WHERE seq = %s", entry.pk)
        verdict, reasons = verdict_of(desk, incident, policy())
        index = entry.ledger_entry.seq
        assert (verdict, f"Entry {index}: reason is not" in reasons) == ("failed", True)
        checked = run_verifier(tmp_path, proof_of(cast, incident), policy())
        assert checked.verdict == "FAILED"
        assert f"entry {index}: reason is not what was logged" in str(checked)

    def test_an_incident_that_a_superuser_edits_is_named_with_its_entry(self, desk, incident):
        tamper("UPDATE incidents_incident SET status = 'verified' WHERE id = %s", incident.pk)
        verdict, reasons = verdict_of(desk, incident, policy())
        index = JournalEntry.objects.get(action="status_set").ledger_entry.seq
        assert verdict == "failed"
        assert f"Entry {index}: status is shown as verified, but was logged as triaged" in reasons

    def test_after_a_rotation_the_new_key_is_believed_and_the_old_one_refused(
        self, desk, cast, incident
    ):
        before, former = proof_of(cast, incident), policy()
        rotate_key(cast.mission, reason="Yearly.", now=NOW)
        seal()
        assert verdict_of(desk, incident, policy())[0] == "ok"
        for known, proof in ((policy(), before), (former, None)):
            verdict, reasons = verdict_of(desk, incident, known, proof)
            assert (verdict, "not signed by the log's key" in reasons) == ("failed", True), reasons

    def test_forged_proofs_are_refused_with_the_reason(self, desk, cast, incident):
        honest = json.loads(proof_of(cast, incident))
        head, _gap, note = honest["proofs"][0].partition("\n\n")
        lines = head.split("\n")
        forgeries = {
            "is not in the log": [*lines[:-1], "A" * 43 + "="],
            "Not a proof": ["c2sp.org/other", *lines[1:]],
        }
        for words, forged in forgeries.items():
            text = json.dumps(honest | {"proofs": ["\n".join(forged) + "\n\n" + note]})
            verdict, reasons = verdict_of(desk, incident, policy(), text)
            assert (verdict, words in reasons) == ("failed", True), reasons
        other = policy(witnesses=()).replace("quorum none", "")
        text = json.dumps(
            honest | {"proofs": [re.sub("\n[0-9]+\n", "\n9\n", p) for p in honest["proofs"]]}
        )
        assert verdict_of(desk, incident, other, text)[0] == "failed"
        assert verdict_of(desk, incident, policy(), "rubbish")[0] == "failed"


@pytest.mark.django_db
def test_the_proof_of_a_merged_incident_leads_to_its_holder(cast):
    merged, into = (incident_of(tell(cast.north_monitor)) for _ in range(2))
    merge(merged, into, actor=actor_of(cast.north_duty_officer), reason="One blast.", now=NOW)
    client = Client()
    client.force_login(cast.north_duty_officer)
    for tail in ("proof/", "proof.json", "proof/check/"):
        answer = client.get(f"/incidents/{merged.pk}/{tail}")
        assert (answer.status_code, answer["Location"]) == (302, f"/incidents/{into.pk}/{tail}")
    assert Client().get(f"/incidents/{merged.pk}/proof/").status_code == 404
