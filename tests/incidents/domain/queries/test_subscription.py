"""One's own subscriptions and what they told; nothing of it that may not be read now."""

import pytest

from incidents.domain.alert import match_alerts
from incidents.domain.queries.subscription import own_subscriptions, readable_alerts
from incidents.domain.sequencing import keep_ledger
from incidents.models import Incident, Subscription
from parties.domain.acting import Actor, actor_of
from tests.incidents.alerts import wished
from tests.incidents.telling import NOW, tell

pytestmark = pytest.mark.django_db


def test_everybody_sees_their_own_the_open_ones_first(cast):
    ended, held = wished(cast.analyst), wished(cast.analyst, name="South")
    wished(cast.observer)
    Subscription.objects.filter(pk=ended.pk).update(ended_at=NOW)
    assert list(own_subscriptions(actor_of(cast.analyst))) == [held, ended]
    assert list(own_subscriptions(Actor())) == []


def test_what_it_told_is_shown_to_its_holder_as_far_as_they_may_read_it_now(cast):
    held = wished(cast.observer)
    told = tell(None)
    Incident.objects.filter(pk=told.incident_id).update(release="public")
    keep_ledger(NOW)
    match_alerts(NOW)
    observer, analyst = actor_of(cast.observer), actor_of(cast.analyst)
    assert readable_alerts(observer, held).count() == 1
    assert readable_alerts(analyst, held).count() == 0
    Incident.objects.filter(pk=told.incident_id).update(release="mission")
    assert readable_alerts(observer, held).count() == 0
