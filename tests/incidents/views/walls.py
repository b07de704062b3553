"""What browser tests of the pages share: a mission with some days, and people signed in."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from incidents.domain.daily_count import recount_day
from incidents.domain.daily_report import publish_day
from incidents.models import Incident
from tests.incidents.telling import AFTER_DUE, DAY, tell
from tests.incidents.typing import send_report, send_return, session_at, signed_in
from tests.people import Cast

WHERE = {"lat": Decimal("40.25"), "lon": Decimal("10.25"), "position_precision": "P3"}
HARM = {"side": "uplands", "person_kind": "civilian", "low": 1, "best": 2, "high": 3}


@pytest.fixture
def told(cast: Cast) -> dict[str, Any]:
    """A published day with rival accounts, an undated incident, a total, and filed papers."""
    from incidents.domain.content import CasualtyContent

    harm = CasualtyContent(outcome="killed", **HARM)
    place = cast.village.code
    first = tell(None, place=place, casualties=(harm,), narrative="They fired.", **WHERE)
    tell(None, place=place, stance="denied", same_event_as=first.report.report_id, **WHERE)
    tell(None, occurred_from=None, time_precision="T0", date_basis="none")
    tell(None, scope="weekly_total", count_text="more than 250")
    publish_day(cast.mission, DAY, AFTER_DUE)
    now = timezone.now()
    fresh = tell(cast.north_monitor, now=now, occurred_from=now, place=place, **WHERE)
    recount_day(cast.mission, Incident.objects.get(pk=fresh.incident_id).mission_day)
    receipt = send_report(cast.north_monitor)["Location"]
    return {
        "incident": f"/incidents/{first.incident_id}/",
        "receipt": receipt,
        "files": receipt.replace("/receipt/", "/files/"),
        "check": f"/incidents/{first.incident_id}/proof/check/",
        "return_receipt": send_return(cast.north_monitor)["Location"],
        "day": f"/daily/{DAY}/",
    }


def sign_in(context: Any, address: str, person: Any) -> None:
    """Give a browser the session of a person; the public looks at the ridge."""
    if person is None or person.is_anonymous:
        key = session_at("ridge")
    else:
        key = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}
    context.add_cookies([cookie])


@pytest.fixture
def desk_of(chromium: Any, live_server: Any) -> Iterator[Callable[[Any], Any]]:
    """A page on which a person is signed in, each in a browser of their own."""
    contexts: list[Any] = []

    def desk(person: Any) -> Any:
        context = chromium.new_context(base_url=live_server.url, locale="en-GB")
        context.set_default_timeout(10_000)
        contexts.append(context)
        sign_in(context, live_server.url, person)
        return context.new_page()

    yield desk
    for context in contexts:
        context.close()
