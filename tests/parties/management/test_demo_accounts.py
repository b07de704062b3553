"""The command that adds the demo accounts and prints them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from parties.models import User


@pytest.fixture
def accounts(cast, settings, tmp_path):
    """A file with two accounts of the cast's mission."""
    settings.DEMO_ACCOUNTS = True
    entries = [
        {"username": "demo-a", "password": "word-a", "name": "Analyst", "role": "analyst"},
        {
            "username": "demo-monitor",
            "password": "word-monitor",
            "name": "Monitor",
            "role": "monitor",
            "party": "north",
            "posts": ["N-1"],
        },
    ]
    path = tmp_path / "accounts.json"
    path.write_text(json.dumps({"mission": "ridge", "accounts": entries}), encoding="utf-8")
    return path


def printed_by(path):
    out = StringIO()
    call_command("demo_accounts", file=path, stdout=out)
    return out.getvalue()


def test_it_prints_an_aligned_table(accounts):
    assert printed_by(accounts).splitlines() == [
        "user name     password      who",
        "demo-a        word-a        Analyst",
        "demo-monitor  word-monitor  Monitor",
    ]


def test_it_prints_the_same_a_second_time(accounts):
    assert printed_by(accounts) == printed_by(accounts)


def test_it_refuses_clearly_outside_the_embedded_mode(accounts, settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(CommandError, match="embedded mode only"):
        printed_by(accounts)
    assert not User.objects.filter(username="demo-a").exists()


def test_without_its_mission_it_says_what_to_do_first(accounts):
    record = json.loads(accounts.read_text(encoding="utf-8"))
    accounts.write_text(json.dumps(record | {"mission": "nowhere"}), encoding="utf-8")
    with pytest.raises(CommandError, match="Load the founding case first"):
        printed_by(accounts)
