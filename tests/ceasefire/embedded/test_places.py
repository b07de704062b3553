"""Everything of the embedded mode lies in one folder."""

import stat
from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from ceasefire.embedded import places


@pytest.fixture
def env(monkeypatch):
    for name in ("DATA_DIR", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return environ.Env()


def test_data_lie_beside_the_code_unless_said_otherwise(env, tmp_path, monkeypatch):
    assert places.data_folder(tmp_path, env) == tmp_path / ".data"
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
    assert places.data_folder(tmp_path, env) == tmp_path / "elsewhere"


def test_a_given_database_is_used(env, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    assert places.database_url(tmp_path, env) == "postgres://somewhere/else"


def test_the_private_address_survives_capitals_spaces_and_signs(env, tmp_path):
    folder = tmp_path / "Data Folder+1"
    config = environ.Env.db_url_config(places.database_url(folder, env))
    assert (config["HOST"], config["NAME"]) == (str(places.socket_folder(folder)), "ceasefire")


def test_the_socket_lies_with_the_data_while_its_path_is_short():
    assert places.socket_folder(Path("/srv/d")) == Path("/srv/d/postgres")


def test_a_long_path_gets_one_short_folder_of_its_own(tmp_path):
    first, second = tmp_path / ("a" * 90), tmp_path / ("b" * 90)
    assert len(str(places.socket_folder(first))) < 60
    assert places.socket_folder(first) == places.socket_folder(first)
    assert places.socket_folder(first) != places.socket_folder(second)


def test_the_secret_key_is_made_once_and_only_for_the_owner(tmp_path):
    key = places.secret_key(tmp_path / "new", embedded=True)
    assert len(key) >= 64
    assert places.secret_key(tmp_path / "new", embedded=True) == key
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_production_must_bring_its_own_secret_key(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        places.secret_key(tmp_path, embedded=False)
