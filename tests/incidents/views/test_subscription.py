"""The pages of a person's own alerts: begun, changed, ended, and left by a link."""

import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client

from incidents.domain.alert import send_test
from incidents.domain.alert_mail import subscription_in
from incidents.domain.silence import GRACE
from incidents.models import Alert, Subscription
from parties.models import Appointment, Provision
from tests.factories import ProvisionFactory
from tests.incidents.alerts import AROUND, wished, work
from tests.incidents.telling import DAY, DAY_ENDS, NOW, incident_of, killed, tell

pytestmark = pytest.mark.django_db
CORNERS = "\n".join(f"{lat}, {lon}" for lon, lat in AROUND)
SAID = {
    "name": "North",
    "topics": ["new_incident"],
    "severity_min": "0",
    "channel": "email",
    "rhythm": "by_severity",
    "area": CORNERS,
    "categories": ["FIR", "IND"],
    "post": "N-1",
    "party": "north",
    "quiet_from": "22:00",
    "quiet_until": "06:30",
}


def alert_told(cast):
    """The page of an alert with an area, that told of one incident and waits with a test."""
    held = wished(cast.analyst, corners=AROUND, severity_min=1)
    spot = {"lat": Decimal("40.3"), "lon": Decimal("10.4"), "position_precision": "P2"}
    tell(cast.north_monitor, casualties=(killed(1, person_kind="civilian"),), **spot)
    work(NOW)
    send_test(held)
    return f"/alerts/{held.pk}/"


@pytest.fixture
def analyst(cast):
    cast.analyst.email = "analyst@example.org"
    cast.analyst.save()
    client = Client()
    client.force_login(cast.analyst)
    return client


def text(answer):
    return answer.content.decode()


def test_a_list_without_alerts_says_what_to_do(analyst):
    page = text(analyst.get("/alerts/"))
    assert "You are told of nothing yet" in page
    assert 'href="/alerts/new/"' in page


def test_it_is_begun_without_a_script_changed_and_ended(analyst):
    assert "analyst@example.org" in text(analyst.get("/alerts/new/"))
    begun = analyst.post("/alerts/new/", SAID)
    held = Subscription.objects.get()
    assert begun.headers["Location"] == f"/alerts/{held.pk}/"
    assert held.corners == [list(corner) for corner in AROUND]
    assert held.site == "http://testserver"
    detail = text(analyst.get(f"/alerts/{held.pk}/"))
    assert "An outline with 4 corners" in detail
    assert "22:00 to 06:30" in detail
    form = text(analyst.get(f"/alerts/{held.pk}/change/"))
    assert CORNERS in form
    changed = analyst.post(f"/alerts/{held.pk}/change/", SAID | {"name": "Ridge", "area": ""})
    assert changed.status_code == 302
    assert "Ridge" in text(analyst.get("/alerts/"))
    analyst.post(f"/alerts/{held.pk}/end/")
    assert "Ended" in text(analyst.get(f"/alerts/{held.pk}/"))
    assert analyst.get(f"/alerts/{held.pk}/change/").status_code == 302
    assert analyst.post(f"/alerts/{held.pk}/change/", SAID).status_code == 302
    assert Subscription.objects.get().name == "Ridge"


CROSSED = "40, 10\n41, 11\n40, 11\n41, 10"
BAD = {
    "no name": ({"name": ""}, "This field is required"),
    "crossing": ({"area": CROSSED}, "the sides that begin at corners 1 and 3 meet"),
    "two corners": ({"area": "40, 10\n41, 11"}, "at least three different corners; here are 2"),
    "a word": ({"area": "40, 10\nthe mill\n41, 11"}, "Corner 2 is not a position"),
    "many": ({"area": "40, 10\n" * 300}, "at most 200 corners"),
    "hole": (
        {"area": json.dumps({"type": "Polygon", "coordinates": [[[0, 0]], [[0, 0]]]})},
        "one ring, without holes",
    ),
    "nested": ({"area": '{"a":' * 3000}, "begins as GeoJSON does, and is none"),
    "NUL": ({"area": "40, 10\0"}, "Null characters are not allowed"),
    "post": ({"post": "C-1"}, "Select a valid choice"),
    "quiet": ({"quiet_until": ""}, "the beginning and the end of the quiet hours"),
    "time": ({"quiet_from": "25:99"}, "Enter a valid time"),
}


@pytest.mark.parametrize("said, words", BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_words_and_nothing_typed_is_lost(analyst, said, words):
    answer = analyst.post("/alerts/new/", SAID | {"name": "Kept as typed"} | said)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Subscription.objects.exists()
    if "name" not in said:
        assert "Kept as typed" in text(answer)


def test_nobody_else_has_its_pages(cast):
    held = wished(cast.observer)
    for who in ("north_duty_officer", "administrator", "stranger"):
        client = Client()
        client.force_login(getattr(cast, who))
        assert "North" not in text(client.get("/alerts/"))
        for end in ("", "change/"):
            assert client.get(f"/alerts/{held.pk}/{end}").status_code == 404
        for end in ("change/", "end/"):
            assert client.post(f"/alerts/{held.pk}/{end}", SAID).status_code == 404
    assert Client().get("/alerts/").status_code == 302
    assert Subscription.objects.get().ended_at is None


def test_the_page_shows_what_was_told_and_each_attempt(cast, analyst):
    held = wished(cast.analyst)
    incident = incident_of(
        tell(cast.north_monitor, casualties=(killed(1, person_kind="civilian"),))
    )
    work(NOW)
    page = text(analyst.get(f"/alerts/{held.pk}/"))
    assert f'href="/incidents/{incident.pk}/"' in page
    assert "Told" in page
    assert " ms" in page


def test_the_link_in_a_message_ends_it_without_signing_in(cast):
    held = wished(cast.analyst)
    tell(cast.north_monitor, casualties=(killed(1, person_kind="civilian"),))
    work(NOW)
    leave = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = "/alerts/leave/" + leave.partition("/alerts/leave/")[2]
    client = Client(enforce_csrf_checks=True)
    assert "End it" in text(client.get(path))
    assert Subscription.objects.get().ended_at is None
    one_click = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert (one_click.status_code, "Ended" in text(one_click)) == (200, True)
    assert Subscription.objects.get().ended_at is not None
    forged = path.replace(str(held.pk), "0" * 36)
    assert subscription_in(forged.rstrip("/").rpartition("/")[2]) is None
    assert client.post(forged).status_code == 404


HOOK = SAID | {"channel": "webhook", "url": "https://hooks.example.org/x"}


def test_the_secret_of_a_webhook_is_shown_once_and_made_anew(cast, analyst):
    begun = analyst.post("/alerts/new/", HOOK)
    [first] = re.findall(r'value="(whsec_[^"]+)"', text(begun))
    assert "no-store" in begun.headers["Cache-Control"]
    held = Subscription.objects.get()
    assert "whsec_" not in text(analyst.get(f"/alerts/{held.pk}/"))
    again = analyst.post(f"/alerts/{held.pk}/act/", {"act": "rotate"})
    assert re.findall(r'value="(whsec_[^"]+)"', text(again)) != [first]


def test_a_test_is_sent_and_an_alert_is_sent_again(cast, analyst):
    analyst.post("/alerts/new/", HOOK)
    held = Subscription.objects.get()
    analyst.post(f"/alerts/{held.pk}/act/", {"act": "test"})
    alert = Alert.objects.get()
    assert "A test" in text(analyst.get(f"/alerts/{held.pk}/"))
    Alert.objects.update(outcome="failed")
    assert "Send again" in text(analyst.get(f"/alerts/{held.pk}/"))
    analyst.post(f"/alerts/{held.pk}/act/", {"act": "again", "alert": str(alert.pk)})
    assert Alert.objects.get().outcome == "waiting"
    for said in ({}, {"act": "burn"}, {"act": "again"}, {"act": "again", "alert": str(held.pk)}):
        assert analyst.post(f"/alerts/{held.pk}/act/", said).status_code == 404
    other = Client()
    other.force_login(cast.observer)
    assert other.post(f"/alerts/{held.pk}/act/", {"act": "test"}).status_code == 404


def test_a_bad_address_of_a_webhook_is_refused_in_words(analyst):
    answer = analyst.post("/alerts/new/", HOOK | {"url": "http://hooks.example.org/"})
    assert "must begin with https://" in text(answer)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("host", ["10.0.0.1", "127.1", "[::1]", "hooks.localhost"])
def test_a_webhook_within_is_refused_at_its_field(analyst, host):
    answer = analyst.post("/alerts/new/", HOOK | {"url": f"https://{host}/"})
    assert "not of the public internet" in text(answer)
    assert 'aria-invalid="true"' in text(answer)
    assert not Subscription.objects.exists()


def test_what_is_missing_is_named_on_the_page_and_leads_on(cast, analyst):
    due = DAY_ENDS + GRACE + timedelta(minutes=1)
    held = wished(cast.analyst, topics=("silent_post", "late_obligation"), post="N-1")
    kind = Provision.Kind.DATED_OBLIGATION
    ProvisionFactory(agreement=cast.agreement, code="TR-2", number=2, kind=kind, due_on=DAY)
    work(due)
    work(due + timedelta(hours=5))
    page = text(analyst.get(f"/alerts/{held.pk}/"))
    assert '<a href="/posts/N-1/coverage/">N-1</a>' in page
    assert '<a href="/agreement/#TR-2">TR-2</a>' in page
    assert page.count("10 March 2021") >= 2
    Appointment.objects.filter(user=cast.analyst).update(until=DAY)
    page = text(analyst.get(f"/alerts/{held.pk}/"))
    assert "N-1/coverage" not in page
    assert "TR-2" in page
