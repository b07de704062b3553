"""docker-compose.yml describes production as promised."""

import os
import re
import subprocess

import pytest

from tests.ceasefire.compose import ROOT, command, compose, service

OURS = ("web", "worker", "beat", "migrate")
SERVICES = {"postgres", "redis", *OURS}


def test_production_is_web_worker_beat_postgres_redis_and_one_migration():
    assert set(compose()["services"]) == SERVICES


def test_there_is_exactly_one_beat():
    beats = [name for name in SERVICES if "beat" in command_text(name)]
    assert beats == ["beat"]
    assert service("beat")["deploy"]["replicas"] == 1


def test_the_worker_may_be_scaled():
    assert "container_name" not in service("worker")
    assert "ports" not in service("worker")


@pytest.mark.parametrize("name", OURS)
def test_our_services_share_one_image(name):
    assert service(name)["image"] == service("web")["image"]


@pytest.mark.parametrize("name", OURS)
def test_our_services_may_not_write_nor_gain_rights(name):
    assert service(name)["read_only"] is True
    assert service(name)["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(SERVICES - {"migrate"}))
def test_every_lasting_service_has_a_health_check(name):
    assert service(name)["healthcheck"]["test"][0].startswith("CMD")


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_our_services_wait_for_the_migration(name):
    condition = service(name)["depends_on"]["migrate"]["condition"]
    assert condition == "service_completed_successfully"


def test_redis_never_evicts_and_keeps_a_log():
    flags = command_text("redis")
    assert "--maxmemory-policy noeviction" in flags
    assert "--appendonly yes" in flags


def test_redis_and_postgres_keep_their_data_in_volumes():
    assert service("redis")["volumes"] == ["redis:/data"]
    assert service("postgres")["volumes"] == ["postgres:/var/lib/postgresql/data"]


def test_postgres_is_15_or_newer_with_checksums():
    assert int(re.search(r"postgres:(\d+)", service("postgres")["image"])[1]) >= 15
    assert "--data-checksums" in service("postgres")["environment"]["POSTGRES_INITDB_ARGS"]


@pytest.mark.parametrize("secret", ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"])
def test_secrets_come_from_the_environment_and_have_no_default(secret):
    text = (ROOT / "docker-compose.yml").read_text()
    uses = re.findall(rf"(?<!\$)\$\{{{secret}([^}}]*)\}}", text)
    assert uses
    assert all(rest.startswith(":?") for rest in uses)


def test_only_the_web_server_listens_outside_and_only_on_this_machine():
    listening = {name: service(name)["ports"] for name in SERVICES if "ports" in service(name)}
    assert list(listening) == ["web"]
    assert listening["web"][0].startswith("127.0.0.1:")


def test_the_image_runs_as_an_ordinary_user():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (.+)$", dockerfile, re.MULTILINE)[-1] == "ceasefire"


def test_the_image_installs_locked_packages_with_hashes():
    assert "--require-hashes -r requirements.txt" in (ROOT / "Dockerfile").read_text()


def test_the_image_serves_as_the_web_service_does():
    words = ", ".join(f'"{word}"' for word in command("web"))
    assert f"CMD [{words}]" in (ROOT / "Dockerfile").read_text()


def test_the_settings_of_production_pass_the_deployment_check():
    environment = {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ALLOWED_HOSTS": "monitor.example",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "REDIS_URL": "redis://redis:6379/0",
        "BEHIND_PROXY": "1",
    }
    check = [ROOT / ".venv/bin/python", "manage.py", "check", "--deploy", "--fail-level=WARNING"]
    result = subprocess.run(
        check, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def command_text(name: str) -> str:
    return str(service(name).get("command", ""))
