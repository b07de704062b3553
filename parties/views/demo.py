"""The demo accounts, offered on the sign-in page of the embedded mode only."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from parties.models import User

ACCOUNTS = Path(__file__).resolve().parent.parent / "management" / "demo_accounts.json"


def demo_people() -> list[dict[str, str]]:
    """User name, password and function of each demo account that exists here."""
    if not settings.DEMO_ACCOUNTS:
        return []
    names = [account["username"] for account in _listed()]
    known = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    return [account for account in _listed() if account["username"] in known]


@cache
def _listed() -> list[dict[str, str]]:
    accounts: list[dict[str, str]] = json.loads(ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
    return accounts
