"""The message is thin, in the reader's language, and can be ended by its link."""

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from incidents.domain.alert import match_alerts
from incidents.domain.alert_mail import MOST_LINES, message_of, subscription_in
from incidents.domain.sequencing import keep_ledger
from tests.incidents.alerts import SITE, wished
from tests.incidents.telling import NOW, incident_of, killed, tell

pytestmark = pytest.mark.django_db
CANARY = "Anna of the mill"


def message(cast, held, *tells):
    told = [tell(cast.north_monitor, narrative=CANARY, area_text="Mill valley", **t) for t in tells]
    keep_ledger(NOW)
    match_alerts(NOW)
    alerts = list(held.alerts.select_related("incident").order_by("noticed_at", "pk"))
    return message_of(held, alerts), [incident_of(one) for one in told]


def test_it_says_which_how_grave_and_where_to_read_on_and_no_more(cast):
    held = wished(cast.analyst, name="Ridge watch")
    mail, [incident] = message(cast, held, {})
    assert mail.subject == "Ridge watch: 1 alert"
    assert mail.to == ["analyst@example.org"]
    assert f"{incident.reference} · a new incident · S1 minor" in mail.body
    assert f"{SITE}/incidents/{incident.reference}/" in mail.body
    for secret in (CANARY, "Mill valley", "N-1", "north-monitor", "Direct fire"):
        assert secret not in mail.message().as_string()


def test_a_very_serious_one_heads_the_message(cast):
    held = wished(cast.analyst)
    dead = {"casualties": (killed(1, person_kind="civilian"),)}
    mail, _incidents = message(cast, held, {}, dead)
    assert mail.subject == "FLASH · North: 2 alerts"


def test_it_is_in_the_readers_language(cast):
    cast.analyst.language = "fr"
    cast.analyst.save()
    held = wished(cast.analyst)
    mail, _incidents = message(cast, held, {})
    with override("fr"):
        assert _("S1 minor") in mail.body
    assert "S1 minor" not in mail.body


def test_mail_programs_are_told_how_to_end_it(cast):
    held = wished(cast.analyst)
    mail, _incidents = message(cast, held, {})
    headers = mail.extra_headers
    leave = headers["List-Unsubscribe"].strip("<>")
    assert leave.startswith(f"{SITE}/alerts/leave/{held.pk}~")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert subscription_in(leave.rstrip("/").rpartition("/")[2]) == str(held.pk)
    assert leave in mail.body


@pytest.mark.parametrize("token", ["", "~", "x", f"{'0' * 36}~forged", "\0~\0"])
def test_a_made_up_link_ends_nothing(token):
    assert subscription_in(token) is None


def test_a_flood_is_told_by_its_number(cast):
    held = wished(cast.analyst)
    mail, [incident] = message(cast, held, {})
    [alert] = held.alerts.select_related("incident")
    flood = message_of(held, [alert] * (MOST_LINES + 7))
    assert flood.body.count(f"/incidents/{incident.reference}/") == MOST_LINES
    assert f"and 7 more: {SITE}/alerts/{held.pk}/" in flood.body
    assert len(mail.body) < 1000
