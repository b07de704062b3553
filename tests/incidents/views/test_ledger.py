"""The ledger in public, over HTTP."""

import json

import pytest

from incidents.domain.queries.ledger import newest_checkpoint
from incidents.domain.sequencing import sequence
from incidents.ledger.merkle import tree_root
from incidents.ledger.note import parse_checkpoint, parse_note
from tests.incidents.telling import NOW, incident_of, tell
from tests.verify.parties import policy, run_verifier, seal

pytestmark = pytest.mark.django_db

LOG = "/.well-known/ceasefire-log/"


@pytest.fixture
def told(cast):
    acknowledged = tell(cast.north_monitor)
    seal()
    return acknowledged


@pytest.fixture
def published(cast):
    acknowledged = tell(None)
    seal()
    return acknowledged


def url(acknowledged, end="proof/"):
    return f"/incidents/{acknowledged.incident_id}/{end}"


def test_the_card_says_who_the_log_is(told, client):
    card = client.get(LOG).json()
    assert (card["origin"], card["size"]) == ("localhost/ceasefire", 3)
    assert card["policy"].startswith("log localhost/ceasefire+")
    assert [tool.rsplit("/", 1)[1] for tool in card["tools"]] == ["verify.py", "witness.py"]


def test_the_card_of_a_log_without_a_key_names_no_key(client, log_key, cast):
    log_key.unlink()
    card = client.get(LOG).json()
    assert (card["policy"], card["checkpoint"], card["size"]) == ("", None, 0)


def test_the_checkpoint_is_a_note_as_it_stands(told, client):
    answer = client.get(f"{LOG}checkpoint")
    text, signatures = parse_note(answer.content.decode())
    assert parse_checkpoint(text).size == 3
    assert len(signatures) == 3
    assert answer["Content-Type"].startswith("text/plain")


def test_the_leaf_hashes_give_the_root(told, client):
    hashes = client.get(f"{LOG}hashes/0").json()["hashes"]
    assert tree_root(map(bytes.fromhex, hashes)) == bytes(newest_checkpoint().root)
    assert client.get(f"{LOG}hashes/2").json()["hashes"] == hashes[2:]


@pytest.mark.parametrize("path", ["consistency/4", f"consistency/{10**30}"])
def test_there_is_no_consistency_with_a_larger_log(told, client, path):
    assert client.get(LOG + path).status_code == 404


def test_there_are_no_hashes_beyond_the_log(told, client):
    assert client.get(f"{LOG}hashes/{10**30}").json()["hashes"] == []


@pytest.mark.parametrize("path", ["checkpoint", "consistency/0", "hashes/0"])
def test_an_empty_log_has_nothing_to_show(client, db, path):
    assert client.get(LOG + path).status_code == 404


def test_the_page_shows_what_is_proved(published, client):
    page = client.get(url(published)).content.decode()
    assert incident_of(published).reference in page
    assert "Cosigned by party-north, party-south" in page


def test_the_file_is_verified(published, client, tmp_path):
    text = client.get(url(published, "proof.json")).content.decode()
    assert run_verifier(tmp_path, text, policy()).verdict == "OK"


@pytest.mark.parametrize("end", ["proof/", "proof.json"])
def test_an_incident_that_may_not_be_read_has_the_404_of_an_unknown_one(told, client, end):
    hidden = client.get(url(told, end))
    unknown = client.get(f"/incidents/00000000-0000-7000-8000-000000000000/{end}")
    assert hidden.status_code == unknown.status_code == 404


def test_the_staff_reads_the_steps(told, client, cast):
    client.force_login(cast.north_duty_officer)
    page = client.get(url(told)).content.decode()
    assert "Report linked" in page
    assert str(told.report.report_id) in page


def test_before_the_first_checkpoint_the_page_says_so(cast, client):
    acknowledged = tell(None)
    assert (
        "Nothing of this incident is under a signed checkpoint"
        in client.get(url(acknowledged)).content.decode()
    )
    assert client.get(url(acknowledged, "proof.json")).status_code == 404
    sequence(NOW)
    assert "Not yet cosigned by a party" in client.get(url(acknowledged)).content.decode()


def test_authors_save_the_proof_and_the_signature_of_their_own_receipt(
    told, client, cast, tmp_path
):
    client.force_login(cast.north_monitor)
    report = told.report
    proof = client.get(f"/report/{report.report_id}/proof.json").content.decode()
    assert run_verifier(tmp_path, proof, policy()).verdict == "OK"
    signed = client.get(f"/report/{report.report_id}/receipt/{report.content_hash}.sig")
    assert signed.content.decode().startswith("localhost/ceasefire/receipt\n")


@pytest.mark.parametrize("end", ["proof.json", "receipt/{}.sig"])
def test_nobody_else_does(told, client, cast, end):
    client.force_login(cast.south_monitor)
    path = f"/report/{told.report.report_id}/{end.format(told.report.content_hash)}"
    assert client.get(path).status_code == 404


def test_a_receipt_without_the_key_has_no_signature(told, client, cast, log_key):
    client.force_login(cast.north_monitor)
    log_key.unlink()
    path = f"/report/{told.report.report_id}/receipt/{told.report.content_hash}.sig"
    assert client.get(path).status_code == 404


def test_the_proof_file_names_its_policy(published, client):
    data = json.loads(client.get(url(published, "proof.json")).content)
    assert data["policy"].startswith("log ")
