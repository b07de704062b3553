"""A webhook is called with thin, signed messages; the documented snippet believes them alone."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from incidents.domain.alert import send_again, send_test
from incidents.domain.pump import run_due
from incidents.domain.subscription import change_subscription, resume_subscription
from incidents.domain.webhook import BOTH_VALID, give_secret, secrets_of
from incidents.models import Alert, AlertAttempt, Subscription, WebhookSecret
from parties.domain.acting import actor_of
from tests.incidents.alerts import wish, wished, work
from tests.incidents.receiver import OK, receiver
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "alerts.md"
MINUTE = timedelta(minutes=1)
CANARY = "Anna of the mill"


@pytest.fixture(autouse=True)
def near(settings):
    """Let webhooks reach this machine, by http."""
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_PLAIN_HTTP = ["127.0.0.0/8"], True
    settings.WEBHOOK_SECONDS = 10


def hooked(cast, url):
    held = wished(cast.analyst, channel="webhook", url=url)
    return held, give_secret(held, actor=actor_of(cast.analyst), now=NOW - timedelta(hours=1))


def says(status, *headers):
    lines = [f"HTTP/1.1 {status} Said", *headers, "Content-Length: 0", "", ""]
    return lambda line: line.sendall("\r\n".join(lines).encode())


def heard(asked):
    head, _, body = asked.partition(b"\r\n\r\n")
    lines = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    return {name.lower(): value for name, value in lines}, body


def documented():
    """The function that docs/alerts.md gives receivers."""
    [code] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    names = {}
    exec(code, names)
    return names["is_ours"]


def test_a_message_is_thin_and_the_documented_snippet_believes_it_alone(cast):
    is_ours = documented()
    with receiver(lambda line: line.sendall(OK)) as (url, asked):
        held, secret = hooked(cast, url)
        told = tell(cast.north_monitor, narrative=CANARY)
        work(NOW)
        Alert.objects.update(outcome="waiting")
        sent = timezone.now()
        send_again(Alert.objects.get(), now=sent)
        run_due(sent, abroad=True)  # not the days since then
    headers, body = heard(asked[-1])
    assert json.loads(body)["data"] == {
        "id": str(told.incident_id),
        "subscription": str(held.pk),
        "url": f"{held.site}/api/v1/incidents/{told.incident_id}/",
    }
    assert CANARY.encode() not in b"".join(asked)
    assert headers["webhook-id"] == heard(asked[0])[0]["webhook-id"] == str(Alert.objects.get().pk)
    assert is_ours(headers, body, secret)
    assert not is_ours(headers, body + b" ", secret)
    assert not is_ours(headers, body, "whsec_AAAA")
    assert not is_ours(heard(asked[0])[0], heard(asked[0])[1], secret)  # too old
    assert [one.status for one in AlertAttempt.objects.all()] == [204, 204]


def test_during_a_rotation_two_secrets_are_valid_for_a_day(cast):
    held, first = hooked(cast, "http://127.0.0.1:9/")
    actor = actor_of(cast.analyst)
    second = give_secret(held, actor=actor, now=NOW)
    assert secrets_of(held, NOW) == [second, first]
    third = give_secret(held, actor=actor, now=NOW + MINUTE)
    assert secrets_of(held, NOW + MINUTE) == [third, second]
    assert secrets_of(held, NOW + MINUTE + BOTH_VALID) == [third]
    with pytest.raises(PermissionDenied):
        give_secret(held, actor=actor_of(cast.observer))
    assert WebhookSecret.objects.count() == 3


def test_what_is_gone_is_called_no_more_until_it_is_resumed(cast):
    with receiver(says(410)) as (url, asked):
        held, _secret = hooked(cast, url)
        for minutes in (0, 1):
            tell(cast.north_monitor, now=NOW + minutes * MINUTE)
            work(NOW + minutes * MINUTE)
        work(NOW + timedelta(days=3))
        assert len(asked) == 1
        assert Alert.objects.get().outcome == "failed"
        resume_subscription(Subscription.objects.get(pk=held.pk), actor=actor_of(cast.analyst))
        send_test(Subscription.objects.get(pk=held.pk), now=NOW + timedelta(days=4))
        work(NOW + timedelta(days=4))
        assert len(asked) == 2


@pytest.mark.parametrize(
    "answer, least, most",
    [
        (says(500), timedelta(seconds=5), timedelta(seconds=6)),
        (says(302, "Location: http://127.0.0.1:9/"), timedelta(seconds=5), timedelta(seconds=6)),
        (says(503, "Retry-After: 1800"), timedelta(minutes=30), timedelta(minutes=31)),
        (says(503, "Retry-After: 9999999"), timedelta(hours=24), timedelta(hours=25)),
        (says(429), MINUTE, MINUTE * 1.2),
    ],
)
def test_a_failure_comes_again_when_the_table_or_the_receiver_says(cast, answer, least, most):
    with receiver(answer) as (url, asked):
        hooked(cast, url)
        tell(cast.north_monitor)
        work(NOW)
        alert = Alert.objects.get()
        assert least <= alert.due_at - NOW <= most
        work(NOW + least - timedelta(seconds=1))
        assert len(asked) == 1


def test_while_one_message_fails_the_others_are_not_sent_in_vain(cast):
    with receiver(says(500)) as (url, asked):
        hooked(cast, url)
        for _ in range(4):
            tell(cast.north_monitor)
        work(NOW)
        assert len(asked) == 1
        work(NOW + timedelta(seconds=7))
        assert len(asked) == 2


@pytest.mark.parametrize(
    "url, code",
    [
        ("", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("http://localhost/", "url"),
        ("http://user@example.org/", "url"),
        ("http://example.org/\0", "url"),
    ],
)
def test_what_is_no_address_is_refused_at_once(cast, url, code):
    with pytest.raises(ValidationError) as refused:
        wished(cast.analyst, channel="webhook", url=url)
    assert refused.value.error_dict["url"][0].code == code


def test_a_private_address_is_never_connected_to(cast, settings):
    with receiver(lambda line: line.sendall(OK)) as (url, asked):
        hooked(cast, url)
        settings.WEBHOOK_NETWORKS = []
        tell(cast.north_monitor)
        work(NOW)
    assert asked == []
    assert AlertAttempt.objects.get().error == "refused: address"


def test_a_subscription_cannot_change_its_channel(cast):
    held, _secret = hooked(cast, "http://127.0.0.1:9/")
    with pytest.raises(ValidationError, match="begin another one"):
        change_subscription(held, wish(), actor=actor_of(cast.analyst))
