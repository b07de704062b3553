"""The private PostgreSQL is made, found, recovered and stopped."""

import signal
import tempfile
from pathlib import Path

import psutil
import psycopg2
import pytest

from ceasefire.embedded.places import socket_folder
from ceasefire.embedded.postgres import PostgresError, PrivatePostgres


@pytest.fixture
def folder():
    """Outside of pytest's own folder, through which another account may not pass."""
    with tempfile.TemporaryDirectory(prefix="ceasefire-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture
def started(folder):
    made = []

    def start(at=folder, *, throwaway=True):
        made.append(PrivatePostgres(at, throwaway=throwaway))
        made[-1].start()
        return made[-1]

    yield start
    for postgres in made:
        postgres.stop()


def ask(folder, question):
    connection = psycopg2.connect(
        host=str(socket_folder(folder)), user="postgres", dbname="ceasefire"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone()[0] if cursor.description else None
    connection.commit()
    connection.close()
    return answer


def test_it_has_the_database_checksums_and_plain_ordering(folder, started):
    started()
    assert ask(folder, "SHOW data_checksums") == "on"
    assert ask(folder, "SELECT datlocale FROM pg_database WHERE datname = 'ceasefire'") == "C.UTF-8"


def test_it_listens_to_nobody_on_the_network(folder, started):
    started()
    assert ask(folder, "SHOW listen_addresses") == ""


def test_it_keeps_what_was_written_over_a_stop(folder, started):
    first = started()
    ask(folder, "CREATE TABLE kept AS SELECT 7 AS n")
    first.stop()
    started()
    assert ask(folder, "SELECT n FROM kept") == 7


def test_it_recovers_when_it_was_killed(folder, started):
    started(throwaway=False)
    ask(folder, "CREATE TABLE kept AS SELECT 7 AS n")
    pid = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    psutil.Process(pid).send_signal(signal.SIGKILL)
    started()
    assert ask(folder, "SELECT n FROM kept") == 7


def test_it_takes_the_place_of_one_that_was_left_running(folder, started):
    started()
    left_pid = (folder / "postgres" / "postmaster.pid").read_text().split()[0]
    started()
    assert (folder / "postgres" / "postmaster.pid").read_text().split()[0] != left_pid


def test_a_lock_file_with_a_reused_number_is_not_believed(folder, started):
    started().stop()
    (folder / "postgres" / "postmaster.pid").write_text("1\n/elsewhere\n")
    started()
    assert ask(folder, "SELECT 1") == 1


def test_half_a_cluster_is_made_anew(folder, started):
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18")
    started()
    assert ask(folder, "SELECT 1") == 1


def test_a_long_path_works(folder, started):
    deep = folder / ("long name " * 9) / "data"
    started(deep)
    assert ask(deep, "SELECT 1") == 1


def test_a_cluster_that_cannot_start_says_where_to_look(folder, started):
    started().stop()
    (folder / "postgres" / "postgresql.conf").write_text("nonsense = on\n")
    with pytest.raises(PostgresError, match=r"postgres\.log"):
        started()
