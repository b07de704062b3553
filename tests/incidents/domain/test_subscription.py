"""A subscription is its person's own; what cannot be is refused, and nothing is erased."""

from datetime import time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from incidents.domain.subscription import (
    MOST_SUBSCRIPTIONS,
    change_subscription,
    end_subscription,
    subscribe,
)
from incidents.models import Subscription
from parties.domain.acting import Actor, actor_of
from tests.incidents.alerts import AROUND, BEGUN, SITE, wish, wished
from tests.incidents.telling import NOW

pytestmark = pytest.mark.django_db

REFUSED = {
    "no name": ({"name": " "}, "name", "required"),
    "two lines": ({"name": "a\nBcc: b@example.org"}, "name", "characters"),
    "NUL": ({"name": "a\0"}, "name", "characters"),
    "long": ({"name": "x" * 81}, "name", "max_length"),
    "no topic": ({"topics": ()}, "topics", "required"),
    "strange topic": ({"topics": ("gossip",)}, "topics", "invalid_choice"),
    "strange category": ({"categories": ("FIR", "XXX")}, "categories", "invalid_choice"),
    "strange severity": ({"severity_min": 9}, "severity_min", "invalid_choice"),
    "strange rhythm": ({"rhythm": "weekly"}, "rhythm", "invalid_choice"),
    "strange channel": ({"channel": "pigeon"}, "channel", "invalid_choice"),
    "another mission's post": ({"post": "C-1"}, "post", "unknown"),
    "strange party": ({"party": "nobody"}, "party", "unknown"),
    "half a quiet": ({"quiet_from": time(22)}, "quiet_until", "half"),
    "no quiet": ({"quiet_from": time(22), "quiet_until": time(22)}, "quiet_until", "half"),
    "two corners": ({"corners": AROUND[:2]}, "corners", "few_corners"),
    "crossing": (
        {"corners": (AROUND[0], AROUND[2], AROUND[1], AROUND[3])},
        "corners",
        "crosses_itself",
    ),
    "off the earth": ({"corners": (*AROUND[:2], (181.0, 40.5))}, "corners", "not_on_earth"),
    "no number": ({"corners": (*AROUND[:2], (float("nan"), 40.5))}, "corners", "not_on_earth"),
}


@pytest.mark.parametrize("said, field, code", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_field_by_field(cast, said, field, code):
    with pytest.raises(ValidationError) as refused:
        wished(cast.analyst, **said)
    assert refused.value.error_dict[field][0].code == code
    assert not Subscription.objects.exists()


def test_who_has_no_address_is_told_so(cast):
    actor = actor_of(cast.analyst)
    with pytest.raises(ValidationError) as refused:
        subscribe(wish(), cast.mission, actor=actor, site=SITE)
    assert "no e-mail address" in str(refused.value)


def test_a_site_that_sends_no_mail_says_so(cast, settings):
    settings.SENDS_EMAIL = False
    with pytest.raises(ValidationError) as refused:
        wished(cast.analyst)
    assert refused.value.error_dict["channel"][0].code == "no_mail"


def test_the_public_holds_none(cast):
    with pytest.raises(PermissionDenied):
        subscribe(wish(), cast.mission, actor=Actor(), site=SITE)


def test_it_is_changed_and_ended_and_stays_on_record(cast):
    held = wished(cast.analyst, corners=AROUND, post="N-1", party="north")
    actor = actor_of(cast.analyst)
    change_subscription(held, wish(name="South", post="S-1"), actor=actor, now=NOW)
    now_it_is = Subscription.objects.get()
    assert (now_it_is.name, now_it_is.post, now_it_is.party) == ("South", cast.south_post, None)
    assert (now_it_is.corners, now_it_is.changed_at, now_it_is.begun_at) == ([], NOW, BEGUN)
    end_subscription(held, actor=actor, now=NOW)
    end_subscription(held, actor=actor, now=NOW + timedelta(days=1))
    assert Subscription.objects.get().ended_at == NOW
    with pytest.raises(ValidationError, match="has ended"):
        change_subscription(held, wish(), actor=actor)


def test_nobody_else_changes_or_ends_it(cast):
    held = wished(cast.analyst)
    for who in (actor_of(cast.north_duty_officer), actor_of(cast.administrator), Actor()):
        with pytest.raises(PermissionDenied):
            change_subscription(held, wish(), actor=who)
        with pytest.raises(PermissionDenied):
            end_subscription(held, actor=who)


def test_a_person_holds_so_many_and_no_more(cast):
    held = wished(cast.analyst)
    Subscription.objects.bulk_create(
        replace_id(held, number) for number in range(MOST_SUBSCRIPTIONS - 1)
    )
    with pytest.raises(ValidationError, match="end one first"):
        wished(cast.analyst)
    wished(cast.observer)


def replace_id(held, number):
    row = Subscription.objects.get(pk=held.pk)
    row.pk = held.pk.__class__(int=held.pk.int + 1 + number)
    return row
