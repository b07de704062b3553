"""What happens is matched once with each subscription about it whose holder may read it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from incidents.domain.alert import match_alerts
from incidents.domain.pump import look
from incidents.domain.sequencing import keep_ledger
from incidents.domain.status import set_status
from incidents.models import Alert, AlertMark, DailyReport, Duty, Incident, LedgerEntry
from incidents.publishing import PublicationKind
from parties.domain.acting import actor_of
from tests.incidents.alerts import AROUND, ELSEWHERE, wished
from tests.incidents.telling import AFTER_DUE, NOW, at_once, incident_of, killed, tell

pytestmark = pytest.mark.django_db

BOTH = ("new_incident", "changed_incident")
SPOT = {"lat": Decimal("40.3"), "lon": Decimal("10.4"), "position_precision": "P2"}
LATER = NOW + timedelta(minutes=5)


def told_of(held=None):
    rows = Alert.objects.filter(subscription=held) if held else Alert.objects.all()
    return sorted((one.topic, one.incident.reference) for one in rows.select_related("incident"))


def match(now=NOW):
    keep_ledger(now)
    return match_alerts(now)


def test_a_new_incident_is_told_once_however_often_it_is_looked(cast):
    held = wished(cast.analyst)
    incident = incident_of(tell(cast.north_monitor))
    assert [match(), match(LATER), match(LATER)] == [1, 0, 0]
    assert told_of(held) == [("new_incident", incident.reference)]
    assert Duty.objects.filter(kind="tell_alerts").count() == 1
    assert AlertMark.objects.get().place == LedgerEntry.objects.count() - 1


@pytest.mark.parametrize(
    "about, hits",
    [
        ({"corners": AROUND}, True),
        ({"corners": ELSEWHERE}, False),
        ({"categories": ("FIR",)}, True),
        ({"categories": ("FIR-SAL", "IND")}, True),
        ({"categories": ("IND",)}, False),
        ({"severity_min": 3}, True),
        ({"severity_min": 5}, False),
        ({"post": "N-1"}, True),
        ({"post": "S-1"}, False),
        ({"party": "uplands"}, True),
        ({"party": "lowlands"}, False),
        ({"corners": AROUND, "post": "S-1"}, False),
    ],
)
def test_everything_that_a_subscription_says_must_hold(cast, about, hits):
    held = wished(cast.analyst, **about)
    tell(
        cast.north_monitor,
        **SPOT,
        alleged_party="uplands",
        casualties=(killed(2, person_kind="civilian"),),
    )
    match()
    assert bool(told_of(held)) == hits


READERS = [
    ("analyst", "mission", True),
    ("south_monitor", "mission", True),
    ("observer", "mission", False),
    ("observer", "parties", True),
    ("administrator", "mission", False),
    ("administrator", "public", True),
    ("stranger", "mission", False),
]


@pytest.mark.parametrize("who, release, reads", READERS)
def test_nobody_is_told_of_what_they_may_not_read(cast, who, release, reads):
    held = wished(getattr(cast, who))
    incident = incident_of(tell(cast.north_monitor))
    Incident.objects.filter(pk=incident.pk).update(release=release)
    match()
    assert bool(told_of(held)) == reads


def test_what_a_holder_does_not_read_picks_nothing(cast):
    """A monitor of the other party reads neither the post, nor whom its report accuses."""
    theirs = [
        wished(cast.south_monitor, post="N-1"),
        wished(cast.south_monitor, party="uplands"),
        wished(cast.south_monitor, topics=("changed_incident",)),
    ]
    told = tell(cast.north_monitor, alleged_party="uplands")
    match()
    change(told, cast)
    match(LATER)
    assert [told_of(one) for one in theirs] == [[], [], []]
    assert told_of(wished(cast.south_monitor)) == []


def change(told, cast):
    officer = actor_of(cast.north_duty_officer, now=LATER)
    set_status(incident_of(told), "triaged", actor=officer, reason="looked at", now=LATER)


def test_a_change_is_told_to_those_who_read_changes_and_asked(cast):
    only_new, both = wished(cast.analyst), wished(cast.analyst, topics=BOTH)
    told = tell(cast.north_monitor)
    match()
    change(told, cast)
    assert match(LATER) == 1
    reference = incident_of(told).reference
    assert told_of(only_new) == [("new_incident", reference)]
    assert told_of(both) == [("changed_incident", reference), ("new_incident", reference)]


def test_what_happened_before_it_began_is_not_told(cast):
    tell(cast.north_monitor)
    held = wished(cast.analyst, now=LATER, topics=BOTH)
    match(LATER)
    assert told_of(held) == []


def test_who_reads_only_what_is_published_is_told_when_a_day_is_published(cast):
    public, staff = wished(cast.administrator), wished(cast.analyst, now=LATER, topics=BOTH)
    incident = incident_of(tell(cast.north_monitor))
    match()
    assert told_of(public) == []
    look(AFTER_DUE)
    match(AFTER_DUE)
    assert told_of(public) == [("new_incident", incident.reference)]
    assert told_of(staff) == []


def test_ended_and_inactive_ones_are_told_nothing(cast):
    ended, gone = wished(cast.analyst), wished(cast.observer)
    type(ended).objects.filter(pk=ended.pk).update(ended_at=NOW)
    type(cast.observer).objects.filter(pk=cast.observer.pk).update(is_active=False)
    tell(None)
    match()
    assert told_of() == []
    assert gone.ended_at is None


def test_a_restricted_category_reaches_only_who_reads_it(cast):
    held = [wished(getattr(cast, who)) for who in ("analyst", "north_monitor", "observer")]
    incident = incident_of(tell(cast.north_monitor, category="CIV-SGB"))
    Incident.objects.filter(pk=incident.pk).update(release="public")
    match()
    assert [len(told_of(one)) for one in held] == [1, 0, 0]


def test_many_subscriptions_take_a_few_queries_each(cast, django_assert_max_num_queries):
    for number in range(5):
        wished(cast.analyst, name=f"n{number}", corners=AROUND)
    for _ in range(3):
        tell(cast.north_monitor, **SPOT)
    keep_ledger(NOW)
    with django_assert_max_num_queries(12 + 5 * 6):
        assert match_alerts(NOW) == 15


@pytest.mark.django_db(transaction=True)
def test_workers_that_match_at_once_write_each_event_once(cast):
    wished(cast.analyst)
    for _ in range(5):
        tell(cast.north_monitor)
    keep_ledger(NOW)
    assert sum(at_once(4, lambda _n: match_alerts(NOW))) == 5
    assert Alert.objects.count() == 5


def test_a_report_of_a_week_holds_up_no_alert(cast):
    held = wished(cast.analyst)
    look(NOW)
    assert DailyReport.objects.filter(kind=PublicationKind.WEEK).exists()
    incident = incident_of(tell(cast.north_monitor))
    match(LATER)
    assert told_of(held) == [("new_incident", incident.reference)]
