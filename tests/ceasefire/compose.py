"""The compose file as data: what its services run, word by word."""

import shlex
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def service(name: str) -> dict[str, Any]:
    return compose()["services"][name]


def command(name: str) -> list[str]:
    """The words of a service's command; `$$` is Compose's way to write a dollar sign."""
    return shlex.split(service(name)["command"].replace("$$", "$"))
