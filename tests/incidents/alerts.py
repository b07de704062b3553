"""Subscriptions of the cast, valid as they stand; and what a worker does about them."""

from datetime import datetime, timedelta
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend

from incidents.domain.pump import look, run_due
from incidents.domain.subscription import SubscriptionContent, subscribe
from incidents.models import Subscription
from parties.domain.acting import actor_of
from parties.models import Mission, User
from tests.incidents.telling import NOW

BEGUN = NOW - timedelta(hours=2)
SITE = "https://watch.example.org"
# Around the northern post, and far from it.
AROUND = ((10.0, 40.0), (11.0, 40.0), (11.0, 41.0), (10.0, 41.0))
ELSEWHERE = ((20.0, 50.0), (21.0, 50.0), (21.0, 51.0))


def wish(**said: Any) -> SubscriptionContent:
    """Every new incident, by severity."""
    return SubscriptionContent(**{"name": "North", "topics": ("new_incident",)} | said)


def wished(user: User, now: datetime = BEGUN, **said: Any) -> Subscription:
    """A subscription of somebody who has an e-mail address."""
    user.email = f"{user.username}@example.org"
    user.save(update_fields=["email"])
    mission = said.pop("mission", None) or Mission.objects.get(code="ridge")
    return subscribe(wish(**said), mission, actor=actor_of(user, now=now), site=SITE, now=now)


def work(now: datetime) -> None:
    """What beat rings for: look at what is due, then tell."""
    look(now)
    run_due(now, abroad=True)


class NoMailServer(BaseEmailBackend):
    """A mail server that is not there."""

    def send_messages(self, _messages: Any) -> int:
        """Refuse, as a closed port does."""
        raise ConnectionRefusedError("nobody there")
