"""`./dev run`'s server on a real folder: it starts, stops, recovers, and tells nobody's address."""

import signal
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.ceasefire.processes import PYTHON, Process, answer, clean_environment, free_port, until

# One process runs them all: they share a folder, and each start leaves it to the next.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("embedded server")]


class Server:
    """One run on a folder."""

    def __init__(self, folder, port):
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{self.port}"
        self.begun = time.monotonic()
        words = [PYTHON, "-m", "ceasefire.embedded.run", "--port", str(self.port)]
        environment = clean_environment(DATA_DIR=str(folder))
        self.process = Process(words, environment, folder / f"output-{self.port}.txt")

    def wait_until_ready(self, seconds=120):
        until(self._is_ready, seconds, "the server is ready")
        return time.monotonic() - self.begun

    def _is_ready(self):
        assert self.process.runs, self.process.output
        return answer(f"{self.url}/readyz")[0] == 200

    def postgres(self):
        return [p for p in psutil.process_iter() if in_folder(p, self.folder / "postgres")]


def in_folder(process, folder):
    try:
        return process.cwd() == str(folder)
    except psutil.Error:
        return False


@pytest.fixture(scope="module")
def folder():
    """Outside of pytest's own folder, through which another account may not pass."""
    with tempfile.TemporaryDirectory(prefix="ceasefire-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def start(folder):
    servers = []

    def start(port=None):
        servers.append(Server(folder, port or free_port()))
        return servers[-1]

    yield start
    for server in servers:
        server.process.close()
        for process in server.postgres():
            with suppress(psutil.NoSuchProcess):
                process.kill()


def test_the_first_start_shows_its_steps_the_demo_accounts_and_the_address(start):
    server = start()
    server.wait_until_ready()
    assert answer(f"{server.url}/")[0] == 200
    for text in (str(server.folder), "PostgreSQL: done in", "demo-", f"{server.url}/"):
        assert text in server.process.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_seconds_with_success(start, number):
    server = start()
    server.wait_until_ready()
    assert server.postgres()
    assert server.process.stop(number, seconds=15) == 0
    assert server.postgres() == []


def test_another_start_takes_seconds(start):
    server = start()
    assert server.wait_until_ready() < 20


def test_a_second_run_on_the_same_folder_says_so(start):
    first = start()
    first.wait_until_ready()
    second = start()
    assert second.process.wait() == 1
    assert f"in use by ./dev run at {first.url}/" in second.process.output


def test_a_taken_port_is_told_at_once(start):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = start(taken.getsockname()[1])
        assert server.process.wait() == 1
        assert "is not free" in server.process.output
        assert "PostgreSQL" not in server.process.output


def test_a_folder_recovers_from_a_killed_server(start):
    server = start()
    server.wait_until_ready()
    server.process.send(signal.SIGKILL)
    start().wait_until_ready()


def test_a_folder_recovers_from_a_killed_postgres(start):
    server = start()
    server.wait_until_ready()
    for process in [*server.process.family, *server.postgres()]:
        with suppress(psutil.NoSuchProcess):  # they notice the end of each other
            process.kill()
    start().wait_until_ready()


def test_a_request_that_is_no_http_is_logged_without_its_address(start):
    server = start()
    server.wait_until_ready()
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"\x00\x01 not http\r\n\r\n")
        connection.recv(1000)
    log = server.folder / "server.log"
    until(lambda: "Invalid request" in log.read_text(), 5, "the bad request is logged")
    assert "127.0.0.1" not in log.read_text()


def test_the_server_at_rest_fits_into_150_megabytes(start):
    server = start()
    server.wait_until_ready()
    assert answer(f"{server.url}/")[0] == 200
    postgres = {process.pid for process in server.postgres()}
    family = [process for process in server.process.family if process.pid not in postgres]
    assert sum(process.memory_full_info().pss for process in family) < 150_000_000
