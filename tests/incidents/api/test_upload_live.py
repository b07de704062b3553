"""Uploads over a real line to a real server: cut, killed, gone on with."""

import hashlib
import json
import signal
import socket
from contextlib import closing
from pathlib import Path

import pytest

from incidents.models import Evidence, Upload
from parties.domain.token import create_token
from tests.ceasefire.processes import PYTHON, Process, answer, clean_environment, free_port, until
from tests.ceasefire.test_processes import database_url
from tests.incidents.samples import picture
from tests.incidents.telling import tell

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHOTO = picture(size=(900, 900), quality=100)
PIECE = len(PHOTO) // 10


class Line:
    """A server of our own, and a monitor's token to speak to it."""

    def __init__(self, folder: Path, token: str) -> None:
        self.port, self.token, self.folder = free_port(), token, folder
        self.url = f"http://127.0.0.1:{self.port}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.start()

    def start(self) -> None:
        environment = clean_environment(
            SECRET_KEY="0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            DATABASE_URL=database_url(),
            DATA_DIR=str(self.folder),
            EVIDENCE_DIR=str(self.folder / "evidence"),
            EVIDENCE_KEEP_FREE="0",
            BIND=f"127.0.0.1:{self.port}",
            HTTPS="0",
            WEB_CONCURRENCY="1",
            STATICFILES_STORAGE="django.contrib.staticfiles.storage.StaticFilesStorage",
        )
        words = [str(PYTHON.parent / "gunicorn"), "-c", "ceasefire/gunicorn.py", "ceasefire.wsgi"]
        self.server = Process(words, environment, self.folder / "web.log")
        until(lambda: answer(f"{self.url}/livez")[0] == 200, 40, "the server answers")

    def kill(self) -> None:
        for process in self.server.family:
            process.send_signal(signal.SIGKILL)
        self.server.wait()
        self.server.close()

    def announce(self, report_id: str) -> dict:
        body = {
            "report_id": report_id,
            "mission": "ridge",
            "sha256": hashlib.sha256(PHOTO).hexdigest(),
            "size": len(PHOTO),
        }
        headers = self.headers | {"Content-Type": "application/json"}
        data = json.dumps(body).encode()
        status, text = answer(f"{self.url}/api/v1/uploads/", data=data, **headers)
        assert status in (200, 201), text
        return json.loads(text)

    def put(self, upload: str, offset: int, data: bytes, sent: int | None = None) -> bytes:
        """Send a piece, or only its beginning before the line is cut."""
        head = (
            f"PUT /api/v1/uploads/{upload}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {self.token}\r\nContent-Type: application/octet-stream\r\n"
            f"Upload-Offset: {offset}\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
        )
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=20)) as line:
            line.sendall(head.encode() + data[:sent])
            if sent is not None:
                return b""
            parts = []
            while part := line.recv(65536):
                parts.append(part)
            return b"".join(parts)

    def finish(self, report_id: str) -> dict:
        told = self.announce(report_id)
        while not told["complete"]:
            piece = PHOTO[told["offset"] : told["offset"] + PIECE]
            said = self.put(told["id"], told["offset"], piece)
            told = json.loads(said.partition(b"\r\n\r\n")[2])
        return told


@pytest.fixture
def line(cast, tmp_path):
    made = Line(tmp_path, create_token(cast.north_monitor, "tests")[1])
    yield made
    made.server.close()


@pytest.fixture
def report_id(cast):
    return str(tell(cast.north_monitor).report.report_id)


def test_a_piece_that_is_cut_at_any_tenth_is_not_kept_and_the_rest_goes_on(line, report_id):
    told = line.announce(report_id)
    line.put(told["id"], 0, PHOTO[:PIECE])
    for tenth in range(10):
        line.put(told["id"], PIECE, PHOTO[PIECE : 2 * PIECE], sent=PIECE * tenth // 10)
        assert line.announce(report_id)["offset"] == PIECE
    assert line.finish(report_id)["attached"]
    assert Evidence.objects.get().file.sha256 == hashlib.sha256(PHOTO).hexdigest()


def test_a_killed_server_goes_on_where_it_stopped(line, report_id):
    told = line.announce(report_id)
    line.put(told["id"], 0, PHOTO[: 3 * PIECE])
    line.put(told["id"], 3 * PIECE, PHOTO[3 * PIECE : 6 * PIECE], sent=PIECE)
    line.kill()
    line.start()
    assert line.announce(report_id)["offset"] == 3 * PIECE
    assert line.finish(report_id)["complete"]
    upload = Upload.objects.get()
    kept = line.folder / "evidence" / "objects" / upload.sha256[:2] / upload.sha256
    assert kept.read_bytes() == PHOTO
