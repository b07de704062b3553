"""witness.py: cosigns what only grew, remembers first, and refuses everything else."""

import base64
import json
import subprocess
import sys
import time
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from incidents.domain.cosigning import import_cosignatures
from incidents.domain.ledger_key import log_signer
from incidents.domain.queries.ledger import newest_checkpoint, note_of
from incidents.domain.sequencing import sequence
from incidents.ledger.note import Checkpoint as Point
from incidents.models import Checkpoint, CheckpointSignature
from tests.incidents.telling import at_once, tell
from tests.verify.parties import NORTH, SOUTH, TOOLS, Witness, bundle_text, policy, run_verifier

pytestmark = pytest.mark.django_db


class Party:
    """A party with a machine of its own, on which it runs witness.py."""

    def __init__(self, folder, name="party-east"):
        self.folder, self.name = folder, name
        folder.mkdir()
        self.key, self.state = folder / "key", folder / "state"
        self.policy_line = self.run("init", name, "--key", self.key).stdout.strip()

    def run(self, *arguments):
        command = [sys.executable, "-I", "-S", str(TOOLS / "witness.py"), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    @property
    def size(self):
        return int(self.state.read_text().split()[1]) if self.state.exists() else 0

    def cosign(self, answer, out=None):
        path = self.folder / f"answer-{uuid4()}.json"  # several run at once
        path.write_text(json.dumps(answer))
        log = str(log_signer().verifier)
        command = ["cosign", path, "--key", self.key, "--state", self.state, "--log", log]
        return self.run(*command, *(["--out", out] if out else []))


@pytest.fixture
def party(tmp_path):
    return Party(tmp_path / "party")


@pytest.fixture
def our_policy(party, settings, tmp_path):
    """The policy at the log, with the party's key."""
    path = tmp_path / "policy"
    text = f"log {log_signer().verifier}\n{party.policy_line}\nquorum {party.name}\n"
    path.write_text(text)
    settings.LEDGER_POLICY_FILE = str(path)
    return text


def answer(client, old=0):
    """What the log answers a witness who knows ``old`` entries."""
    return client.get(f"/.well-known/ceasefire-log/consistency/{old}").json()


def grow(cast):
    tell(cast.north_monitor)
    sequence()


def test_a_growing_log_is_cosigned_each_time(cast, client, party):
    for size in (3, 6, 9):
        grow(cast)
        done = party.cosign(answer(client, party.size))
        assert done.returncode == 0, done.stderr
        assert party.size == size


def test_the_same_checkpoint_may_be_cosigned_again(cast, client, party):
    grow(cast)
    party.cosign(answer(client))
    assert party.cosign(answer(client, 3)).returncode == 0


def test_a_cosignature_comes_in_and_the_verifier_is_content(
    cast, client, party, our_policy, tmp_path
):
    grow(cast)
    out = tmp_path / "cosigned"
    party.cosign(answer(client), out)
    call_command("import_cosignature", str(out))
    call_command("import_cosignature", str(out))
    assert Checkpoint.objects.get().signatures.filter(is_log=False).count() == 1
    assert run_verifier(tmp_path / "v", bundle_text(), our_policy).verdict == "OK"


def test_a_shrunken_log_is_refused(cast, client, party):
    grow(cast)
    small = answer(client)
    grow(cast)
    party.cosign(answer(client))
    done = party.cosign({**small, "old": 6})
    assert (done.returncode, party.size) == (1, 6)
    assert "shrank" in done.stderr


@pytest.mark.parametrize("place", range(2))
def test_a_forged_proof_is_refused(cast, client, party, place):
    grow(cast)
    party.cosign(answer(client))
    grow(cast)
    forged = answer(client, 3)
    forged["proof"][place] = base64.b64encode(b"\0" * 32).decode()
    done = party.cosign(forged)
    assert (done.returncode, party.size) == (1, 3)
    assert "does not continue" in done.stderr


@pytest.mark.parametrize(
    "change",
    [
        {"proof": []},
        {"proof": ["AAAA"] * 9},
        {"proof": 3},
        {"checkpoint": ""},
        {"checkpoint": "x\n1\nAAAA\n\n— x AAAAAAAA\n"},
        {"old": 4},
        {"old": None},
    ],
)
def test_a_malformed_answer_is_refused(cast, client, party, change):
    grow(cast)
    party.cosign(answer(client))
    grow(cast)
    done = party.cosign({**answer(client, 3), **change})
    assert (done.returncode, party.size) == (1, 3)
    assert "Traceback" not in done.stderr


def test_a_checkpoint_that_the_log_did_not_sign_is_refused(cast, client, party):
    grow(cast)
    told = answer(client)
    told["checkpoint"] = told["checkpoint"].replace("\n3\n", "\n4\n")
    assert party.cosign(told).returncode == 1
    assert not party.state.exists()


def test_the_state_of_another_log_is_refused(cast, client, party):
    grow(cast)
    party.state.write_text(f"other/log 0 {base64.b64encode(bytes(32)).decode()}\n")
    assert "another log" in party.cosign(answer(client)).stderr


def test_two_witness_processes_at_once_never_go_back(cast, client, party):
    answers = []
    for _ in range(4):
        grow(cast)
        answers.append(answer(client))
    at_once(8, lambda index: party.cosign(answers[index % 4]))
    sizes = {note["checkpoint"].split("\n")[1] for note in answers}
    assert str(party.size) in sizes


def test_a_key_is_never_made_over_another_one(party):
    before = party.key.read_text()
    assert party.run("init", "again", "--key", party.key).returncode == 1
    assert party.key.read_text() == before


def test_a_cosignature_by_nobody_of_the_policy_is_refused(cast, our_policy):
    grow(cast)
    point = Checkpoint.objects.get()
    note = f"{point.text}\n{NORTH.cosign(point).line}\n"
    with pytest.raises(ValidationError, match="No witness"):
        import_cosignatures(note)


@pytest.mark.parametrize("note", ["", "text\n\n— a AAAAAAAA\n"])
def test_other_text_is_no_cosignature(cast, our_policy, tmp_path, note):
    path = tmp_path / "note"
    path.write_text(note)
    with pytest.raises(CommandError):
        call_command("import_cosignature", str(path))


def test_a_cosignature_of_a_checkpoint_that_is_not_ours_is_refused(
    cast, client, party, our_policy, tmp_path
):
    grow(cast)
    out = tmp_path / "cosigned"
    party.cosign(answer(client), out)
    forged = out.read_text().replace("\n3\n", "\n4\n")
    with pytest.raises(ValidationError):
        import_cosignatures(forged)


COSIGNATURES = "/.well-known/ceasefire-log/cosignatures"


def push(client, note):
    """Send a note as a witness does, who has no session and no token."""
    body = note if isinstance(note, bytes) else note.encode()
    return client.post(COSIGNATURES, body, content_type="text/plain; charset=utf-8")


def stored():
    return CheckpointSignature.objects.filter(is_log=False).count()


@pytest.fixture
def north_policy(settings, tmp_path):
    """The policy at the log, with one witness whose key the test has."""
    path = tmp_path / "policy"
    path.write_text(policy(witnesses=[NORTH]))
    settings.LEDGER_POLICY_FILE = str(path)


def cosigned(witness=NORTH, at=None, point=None):
    point = point or Checkpoint.objects.order_by("-size")[0]
    return f"{point.text}\n{witness.line(point, at)}\n"


@pytest.mark.parametrize("second_wall", [False, True])
def test_a_cosignature_that_is_pushed_is_taken_once(cast, north_policy, settings, second_wall):
    settings.SECOND_WALL = second_wall
    grow(cast)
    client = Client(enforce_csrf_checks=True)
    note = cosigned()
    assert push(client, note).json() == {"new": 1}
    assert push(client, note).json() == {"new": 0}
    assert push(client, cosigned(at=time.time() + 60)).json() == {"new": 0}
    assert stored() == 1


def test_a_later_cosignature_of_the_same_checkpoint_is_taken(cast, client, north_policy):
    grow(cast)
    assert push(client, cosigned(at=time.time() - 3600)).json() == {"new": 1}
    assert push(client, cosigned()).json() == {"new": 1}
    assert push(client, cosigned(at=time.time() - 1800)).json() == {"new": 0}


HOSTILE = {
    "nothing": lambda: "",
    "no text": lambda: b"\xff\xfe",
    "a NUL": lambda: cosigned().replace("localhost", "\0localhost"),
    "no note": lambda: "hello",
    "a stranger": lambda: cosigned(SOUTH),
    "a stranger in a party's name": lambda: cosigned(Witness(NORTH.name)),
    "another size": lambda: cosigned().replace("\n3\n", "\n4\n"),
    "an endless size": lambda: cosigned().replace("\n3\n", "\n" + "9" * 5000 + "\n"),
    "another log": lambda: cosigned().replace("localhost/", "elsewhere/"),
    "the log's own signature": lambda: note_of(newest_checkpoint()),
    "of the future": lambda: cosigned(at=time.time() + 3600),
    "of the end of time": lambda: cosigned(at=2**63),
    "cut short": lambda: cosigned()[:-20] + "\n",
    "a checkpoint that never was": lambda: cosigned(point=Point(log_signer().origin, 3, bytes(32))),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_not_a_partys_cosignature_is_refused(cast, client, north_policy, kind):
    grow(cast)
    answered = push(client, HOSTILE[kind]())
    assert (answered.status_code, stored()) == (400, 0)


def test_an_endless_note_is_refused_unread(cast, client, north_policy):
    grow(cast)
    answered = push(client, cosigned() + "x" * 8_000)
    assert (answered.status_code, stored()) == (413, 0)


def test_cosignatures_are_only_posted(client):
    assert client.get(COSIGNATURES).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_the_witness_pushes_to_the_log_itself(cast, live_server, party, our_policy):
    grow(cast)
    address = f"{live_server.url}/.well-known/ceasefire-log"
    names = ["--key", party.key, "--state", party.state, "--log", str(log_signer().verifier)]
    done = party.run("cosign", address, *names, "--push")
    assert done.returncode == 0, done.stderr
    assert 'taken by the log: {"new": 1}' in done.stderr
    assert stored() == 1
