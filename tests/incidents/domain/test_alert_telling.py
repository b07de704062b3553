"""What is due is told once; what fails comes again by the table, and is at last given up."""

from datetime import timedelta

import pytest
from django.core import mail

from incidents.alerting import RETRY_WAITS
from incidents.domain.alert_telling import JITTER
from incidents.models import Alert, AlertAttempt, Duty, Incident, Subscription
from tests.incidents.alerts import wished, work
from tests.incidents.mailbox import mail_server
from tests.incidents.telling import NOW, at_once, killed, tell

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DEAD = {"casualties": (killed(1, person_kind="civilian"),)}
NOWHERE = "tests.incidents.alerts.NoMailServer"


def outcomes():
    return sorted(Alert.objects.values_list("outcome", flat=True))


def test_a_very_serious_incident_is_told_within_a_minute(cast):
    wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    work(NOW + timedelta(seconds=5))
    assert [one.subject for one in mail.outbox] == ["FLASH · North: 1 alert"]
    assert outcomes() == ["told"]
    assert AlertAttempt.objects.get().error == ""


def test_others_wait_for_their_hour_and_come_together_once(cast):
    wished(cast.analyst)
    for minutes in (1, 2, 3):
        tell(cast.north_monitor, now=NOW + timedelta(minutes=minutes))
        work(NOW + timedelta(minutes=minutes))
    assert mail.outbox == []
    for minutes in (60, 61, 62):
        work(NOW + timedelta(minutes=minutes))
    assert [one.subject for one in mail.outbox] == ["North: 3 alerts"]
    assert outcomes() == ["told"] * 3


def test_a_daily_digest_comes_at_the_cut_off(cast):
    wished(cast.analyst, rhythm="daily")
    tell(cast.north_monitor)
    for hours in (1, 6, 7):
        work(NOW + hours * HOUR)
        assert len(mail.outbox) == 0
    work(NOW + timedelta(hours=7, minutes=30))
    assert len(mail.outbox) == 1


def test_what_may_no_longer_be_read_is_not_told(cast):
    wished(cast.observer)
    told = tell(None)
    Incident.objects.filter(pk=told.incident_id).update(release="public")
    work(NOW + timedelta(minutes=1))
    Incident.objects.filter(pk=told.incident_id).update(release="mission")
    work(NOW + HOUR)
    assert (mail.outbox, outcomes()) == ([], ["withheld"])


def test_an_ended_one_is_told_nothing_more(cast):
    held = wished(cast.analyst)
    tell(cast.north_monitor, now=NOW + timedelta(minutes=1))
    work(NOW + timedelta(minutes=1))
    Subscription.objects.filter(pk=held.pk).update(ended_at=NOW)
    work(NOW + HOUR)
    assert (mail.outbox, outcomes()) == ([], ["withheld"])


def test_a_mail_server_that_refuses_is_asked_again_by_the_table(cast, settings):
    settings.EMAIL_BACKEND = NOWHERE
    wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    at, waits = NOW, []
    for _ in range(len(RETRY_WAITS) + 1):
        work(at)
        alert = Alert.objects.get()
        waits.append(alert.due_at - at)
        work(alert.due_at - timedelta(milliseconds=2))
        at = alert.due_at
    work(at + 10 * HOUR)
    assert Alert.objects.get().outcome == "failed"
    attempts = AlertAttempt.objects.all()
    assert attempts.count() == len(RETRY_WAITS) + 1
    assert {one.error for one in attempts} == {"ConnectionRefusedError: nobody there"}
    for told, wait in zip(waits, RETRY_WAITS, strict=False):
        assert wait <= told <= wait * (1 + JITTER)


def test_it_is_told_when_the_server_is_back(cast, settings):
    settings.EMAIL_BACKEND = NOWHERE
    wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    work(NOW)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work(NOW + timedelta(seconds=6))
    work(NOW + HOUR)
    assert (len(mail.outbox), outcomes()) == (1, ["told"])
    assert not Duty.objects.filter(kind="tell_alerts", done_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_workers_that_tell_at_once_send_one_message(cast):
    wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    at_once(4, lambda _n: work(NOW))
    assert (len(mail.outbox), outcomes()) == (1, ["told"])


def by_real_mail(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""


def test_a_real_mail_server_gets_the_message_with_the_headers_of_its_button(cast, settings):
    held = wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    with mail_server() as (port, kept):
        by_real_mail(settings, port)
        for seconds in (5, 10):
            work(NOW + timedelta(seconds=seconds))
    [message] = kept
    assert message["To"] == cast.analyst.email
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith(f"<{held.site}/alerts/leave/{held.pk}~")
    assert message["Message-ID"].strip().startswith(f"<{held.alerts.get().pk}@")


def test_while_the_mail_server_is_down_a_message_waits_and_then_comes_once(cast, settings):
    wished(cast.analyst)
    tell(cast.north_monitor, **DEAD)
    with mail_server() as (port, kept):
        by_real_mail(settings, port)
    for seconds in (5, 12):
        work(NOW + timedelta(seconds=seconds))
    assert (kept, outcomes()) == ([], ["waiting"])
    assert all("ConnectionRefused" in one.error for one in AlertAttempt.objects.all())
    with mail_server(port) as (_port, kept):
        for minutes in (7, 8, 60):
            work(NOW + timedelta(minutes=minutes))
    assert len(kept) == 1
    assert outcomes() == ["told"]
