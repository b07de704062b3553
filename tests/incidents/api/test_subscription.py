"""Subscriptions over the API: one's own alone, checked as the form's, and the log they leave."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.pump import run_due
from incidents.domain.silence import GRACE
from incidents.domain.webhook import secrets_of
from incidents.ledger.uuid7 import uuid7
from incidents.models import Alert, Subscription, WebhookSecret
from parties.domain.token import create_token
from parties.models import Appointment
from tests.calls import JSON, client_of, faults_of, get, post
from tests.incidents.alerts import AROUND, wished, work
from tests.incidents.receiver import OK, receiver
from tests.incidents.telling import DAY, DAY_ENDS, NOW, tell

pytestmark = pytest.mark.django_db
HOOK = "https://desk.example.org/hook"
LIST = "subscriptions/"
SAID = {
    "mission": "ridge",
    "name": "Desk",
    "topics": ["new_incident", "silent_post", "late_obligation", "escalation"],
    "corners": [list(corner) for corner in AROUND],
    "categories": ["FIR"],
    "severity_min": 2,
    "post": "N-1",
    "party": "north",
    "channel": "webhook",
    "url": HOOK,
    "rhythm": "hourly",
    "quiet_from": "22:00",
    "quiet_until": "06:30",
    "flash_in_quiet": True,
}


def begin(who, key=None, **said):
    return post(LIST, SAID | said, who, **{"Idempotency-Key": f'"{key or uuid7()}"'})


def patch(held, said, person):
    raw = json.dumps(said)
    return client_of(person).patch(f"/api/v1/{LIST}{held}/", raw, content_type=JSON)


def test_all_that_the_form_asks_is_said_and_read_again(cast):
    answer = begin(cast.analyst)
    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert SAID.items() <= told.items()
    held = Subscription.objects.get()
    assert secrets_of(held, held.begun_at + timedelta(minutes=1)) == [told.pop("secret")]
    assert get(f"{LIST}{held.pk}/", cast.analyst).json() == told
    assert get(LIST, cast.analyst).json()["results"] == [told]
    assert client_of(cast.analyst).get(answer.headers["Location"]).json() == told


def test_the_same_again_begins_nothing_and_tells_no_secret(cast):
    key = uuid7()
    first, again = begin(cast.analyst, key), begin(cast.analyst, key)
    assert (again.status_code, again.json()["secret"]) == (200, None)
    assert first.json() | {"secret": None} == again.json()
    for person, said in ((cast.analyst, {"name": "Other"}), (cast.observer, {})):
        refused = begin(person, key, **said)
        assert refused.status_code == 422
        assert refused.json()["type"].endswith("/problems/idempotency-mismatch/")
    assert patch(key, {"name": "Later"}, cast.analyst).status_code == 200
    assert begin(cast.analyst, key).json()["name"] == "Later"
    assert (Subscription.objects.count(), WebhookSecret.objects.count()) == (1, 1)


@pytest.mark.parametrize("key", ["", "x", "1d3c8a52-0d6e-4f0e-8d5c-3f0a0f0f0f0f"])
def test_without_a_key_nothing_is_begun(cast, key):
    answer = post(LIST, SAID, cast.analyst, **{"Idempotency-Key": key})
    assert (answer.status_code, list(faults_of(answer))) == (400, ["Idempotency-Key"])


def test_what_is_not_named_stays(cast):
    before = begin(cast.analyst).json()
    after = patch(before["id"], {"severity_min": 0, "corners": []}, cast.analyst).json()
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"severity_min", "corners", "changed_at"}
    refused = patch(before["id"], {"channel": "email"}, cast.analyst)
    assert faults_of(refused) == {"#/channel": "fixed"}


def test_ended_it_stays_and_changes_no_more(cast):
    held = begin(cast.analyst).json()["id"]
    client = client_of(cast.analyst)
    for _twice in range(2):
        assert client.delete(f"/api/v1/{LIST}{held}/").status_code == 204
    assert get(f"{LIST}{held}/", cast.analyst).json()["ended_at"]
    assert patch(held, {"name": "New"}, cast.analyst).status_code == 422
    for deed in ("secret", "resume", "test"):
        assert post(f"{LIST}{held}/{deed}/", {}, cast.analyst).status_code == 404


def test_a_new_secret_signs_beside_the_old_one(cast):
    first = begin(cast.analyst).json()
    answer = post(f"{LIST}{first['id']}/secret/", {}, cast.analyst)
    held = Subscription.objects.get()
    made = WebhookSecret.objects.latest("pk").made_at
    assert secrets_of(held, made) == [answer.json()["secret"], first["secret"]]
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"whsec_" not in get(f"{LIST}{held.pk}/", cast.analyst).content


def test_a_stopped_webhook_is_resumed_and_tested(cast):
    held = begin(cast.analyst).json()["id"]
    Subscription.objects.update(stopped_at=NOW)
    assert post(f"{LIST}{held}/resume/", {}, cast.analyst).json()["stopped_at"] is None
    told = post(f"{LIST}{held}/test/", {}, cast.analyst)
    assert (told.status_code, told.json()["topic"]) == (202, "test")
    assert Alert.objects.get().outcome == "waiting"


@pytest.mark.parametrize(
    "said, field, code",
    [
        *(
            ({"url": url}, "#/url", code)
            for url, code in (
                ("http://desk.example.org/", "scheme"),
                ("https://localhost/", "url"),
                ("https://hooks.localhost/", "address"),
                ("https://127.0.0.1/", "address"),
                ("https://0x7f.1/", "address"),
                ("https://2130706433/", "url"),
                ("https://169.254.169.254/latest/", "address"),
                ("https://[::ffff:10.0.0.1]/", "address"),
                ("https://user@10.0.0.1/", "url"),
                ("https://user@example.org/", "url"),
                ("file:///etc/passwd", "scheme"),
                ("", "scheme"),
            )
        ),
        ({"name": "a\nb"}, "#/name", "characters"),
        ({"name": " "}, "#/name", "required"),
        ({"name": "x" * 81}, "#/name", "max_length"),
        ({"name": 5}, "#/name", "invalid"),
        ({"topics": []}, "#/topics", "required"),
        ({"topics": ["test"]}, "#/topics/0", "invalid_choice"),
        ({"corners": [[10, 40], [11, 40]]}, "#/corners", "few_corners"),
        ({"corners": [[0, 0], [2, 2], [2, 0], [0, 2]]}, "#/corners", "crosses_itself"),
        ({"corners": [[0, 95], [2, 2], [2, 0]]}, "#/corners", "not_on_earth"),
        ({"corners": [["0", 0], [2, 2], [2, 0]]}, "#/corners/0/0", "invalid"),
        ({"severity_min": "2"}, "#/severity_min", "invalid"),
        ({"severity_min": 6}, "#/severity_min", "max_value"),
        ({"post": "N-9"}, "#/post", "unknown"),
        ({"party": "nobody"}, "#/party", "unknown"),
        ({"mission": "nowhere"}, "#/mission", "unknown"),
        ({"quiet_until": None}, "#/quiet_until", "half"),
        ({"quiet_from": "25:00"}, "#/quiet_from", "invalid"),
        ({"quiet_from": 7}, "#/quiet_from", "invalid"),
        ({"flash_in_quiet": 1}, "#/flash_in_quiet", "invalid"),
        ({"person": 1}, "#/person", "unknown"),
        ({"site": "https://evil.example"}, "#/site", "unknown"),
    ],
)
def test_what_the_form_would_refuse_is_refused_by_name(cast, said, field, code):
    answer = begin(cast.analyst, **said)
    assert (answer.status_code, faults_of(answer)) == (422, {field: code})
    assert not Subscription.objects.exists()


def test_nul_is_refused_before_anything_is_read(cast):
    assert begin(cast.analyst, name="a\0b").status_code == 400
    assert not Subscription.objects.exists()


def test_an_address_within_is_refused_when_one_is_changed_to_it(cast):
    held = begin(cast.analyst).json()["id"]
    answer = patch(held, {"url": "https://[::1]/"}, cast.analyst)
    assert (answer.status_code, faults_of(answer)) == (422, {"#/url": "address"})
    assert Subscription.objects.get().url == HOOK


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "10.0.0.1"]
)
def test_no_address_within_is_ever_called(cast, host):
    held = begin(cast.analyst).json()["id"]
    Subscription.objects.update(url=f"https://{host}/")  # as from before it was refused at once
    post(f"{LIST}{held}/test/", {}, cast.analyst)
    run_due(timezone.now(), abroad=True)
    [told] = get(f"{LIST}{held}/alerts/", cast.analyst).json()["results"]
    [attempt] = told["attempts"]
    assert attempt["status"] is None
    assert "address" in attempt["error"]


def test_nobody_reads_or_changes_anothers(cast):
    held = begin(cast.analyst).json()["id"]
    unknown = str(uuid7())
    for person in (cast.observer, cast.north_duty_officer):
        for key in (held, unknown, "x"):
            address, client = f"/api/v1/{LIST}{key}/", client_of(person)
            answers = [client.get(address), client.get(f"{address}alerts/")]
            answers += [client.delete(address), patch(key, {"name": "Mine"}, person)]
            deeds = ("secret", "resume", "test")
            answers += [client.post(f"{address}{deed}/") for deed in deeds]
            assert {one.status_code for one in answers} == {404}
        assert get(LIST, person).json()["results"] == []
    for refused in (get(LIST), begin(None), get(f"{LIST}{held}/")):
        assert refused.status_code == 401
    assert Subscription.objects.get().ended_at is None


def test_a_token_for_reading_begins_nothing(cast):
    secret = create_token(cast.analyst, "reads", scopes=["read"])[1]
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f'"{uuid7()}"'}
    client = client_of()
    raw = json.dumps(SAID)
    refused = client.post(f"/api/v1/{LIST}", raw, content_type=JSON, headers=headers)
    assert refused.status_code == 403
    assert client.get(f"/api/v1/{LIST}", headers=headers).status_code == 200


def test_an_unknown_parameter_is_refused_by_name(cast):
    assert faults_of(get(LIST, cast.analyst, foo="1")) == {"foo": "unknown"}


def test_twenty_are_held_at_most(cast):
    for _n in range(20):
        wished(cast.analyst)
    assert faults_of(begin(cast.analyst)) == {"#/name": "too_many"}


def test_a_silent_post_is_read_where_the_webhook_says(cast, settings):
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_PLAIN_HTTP = ["127.0.0.0/8"], True
    with receiver(lambda line: line.sendall(OK)) as (url, asked):
        said = {"channel": "webhook", "url": url, "topics": ("silent_post",), "post": "N-1"}
        held = wished(cast.analyst, **said)
        for minutes in (1, 2):
            work(DAY_ENDS + GRACE + timedelta(minutes=minutes))
    data = json.loads(asked[0].partition(b"\r\n\r\n")[2])["data"]
    path = data["url"].removeprefix(held.site)
    told = client_of(cast.analyst).get(path).json()
    assert told["about"] == {"post": "N-1", "mission_day": DAY.isoformat()}
    assert [one["status"] for one in told["attempts"]] == [204]
    assert client_of(cast.north_duty_officer).get(path).status_code == 404
    assert client_of(cast.analyst).post(path).status_code == 405


def test_the_log_leaves_out_what_may_be_read_no_more(cast, django_assert_max_num_queries):
    held = wished(cast.analyst)
    for minutes in range(3):
        tell(cast.north_monitor, occurred_from=NOW - timedelta(minutes=minutes))
    work(NOW)
    address, client = f"/api/v1/{LIST}{held.pk}/alerts/", client_of(cast.analyst)
    with django_assert_max_num_queries(14):
        log = client.get(f"{address}?limit=2").json()
    assert [len(one["attempts"]) for one in log["results"]] == [1, 1]
    assert len(client.get(log["next"]).json()["results"]) == 1
    Appointment.objects.filter(user=cast.analyst).update(until=DAY)
    assert client.get(address).json()["results"] == []
