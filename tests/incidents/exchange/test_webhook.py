"""Webhooks are signed after Standard Webhooks 1.0.0; docs/alerts.md verifies them."""

import base64
import json
from datetime import UTC, datetime

from incidents.exchange.webhook import PREFIX, new_secret, payload, signed_headers

# The example of the specification's own libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'
SENT = datetime.fromtimestamp(1614265330, UTC)


def test_the_published_example_has_the_published_signature():
    headers = signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", SENT, BODY, [SECRET])
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_during_a_rotation_both_secrets_sign():
    other = new_secret()
    one, both = (signed_headers("m", SENT, BODY, s) for s in ([SECRET], [other, SECRET]))
    assert both["webhook-signature"].split(" ")[1] == one["webhook-signature"]
    assert len(both["webhook-signature"].split(" ")) == 2


def test_secrets_are_long_and_never_the_same():
    made = {new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(base64.b64decode(one.removeprefix(PREFIX))) for one in made} == {32}


def test_a_payload_says_what_and_where_and_no_more():
    body = payload("incident.new", SENT, {"id": "x", "url": "https://a.example/"})
    assert json.loads(body) == {
        "type": "incident.new",
        "timestamp": "2021-02-25T15:02:10Z",
        "data": {"id": "x", "url": "https://a.example/"},
    }
