"""Demo accounts exist in the embedded mode only and hold just what their role needs."""

import pytest
from django.core.exceptions import PermissionDenied

from parties.domain.demo import DemoAccount, put_demo_accounts
from parties.models import Appointment, User

MONITOR = DemoAccount("demo-monitor", "demo-word", "A monitor", "monitor", "north", ("N-1",))
ADMINISTRATOR = DemoAccount("demo-admin", "demo-word", "An administrator", "administrator")


@pytest.fixture(autouse=True)
def embedded(settings):
    """The mode in which demo accounts are allowed."""
    settings.DEMO_ACCOUNTS = True


def test_a_demo_monitor_acts_for_a_party_at_a_post(cast):
    (appointment,) = put_demo_accounts(cast.mission, [MONITOR])
    assert (appointment.party, list(appointment.posts.all())) == (cast.north, [cast.north_post])
    assert appointment.since == cast.mission.opened_on


def test_the_password_is_the_one_that_was_given(cast):
    put_demo_accounts(cast.mission, [MONITOR])
    assert User.objects.get(username="demo-monitor").check_password("demo-word")


def test_putting_them_again_adds_nobody(cast):
    put_demo_accounts(cast.mission, [MONITOR])
    before = (User.objects.count(), Appointment.objects.count())
    put_demo_accounts(cast.mission, [MONITOR])
    assert (User.objects.count(), Appointment.objects.count()) == before


def test_a_password_that_was_changed_is_kept(cast):
    put_demo_accounts(cast.mission, [MONITOR])
    user = User.objects.get(username="demo-monitor")
    user.set_password("my own")
    user.save()
    put_demo_accounts(cast.mission, [MONITOR])
    assert User.objects.get(username="demo-monitor").check_password("my own")


def test_outside_the_embedded_mode_they_are_refused(cast, settings):
    settings.DEMO_ACCOUNTS = False
    with pytest.raises(PermissionDenied):
        put_demo_accounts(cast.mission, [MONITOR])
    assert not User.objects.filter(username="demo-monitor").exists()


def test_a_demo_administrator_is_staff_but_no_superuser(cast):
    put_demo_accounts(cast.mission, [ADMINISTRATOR])
    user = User.objects.get(username="demo-admin")
    assert (user.is_staff, user.is_superuser) == (True, False)


def test_a_demo_administrator_keeps_the_standing_order_and_no_incident(cast):
    put_demo_accounts(cast.mission, [ADMINISTRATOR])
    held = User.objects.get(username="demo-admin").get_all_permissions()
    assert {"parties.add_party", "parties.change_post", "parties.view_placename"} <= held
    assert {name.partition(".")[0] for name in held} == {"parties"}


def test_a_demo_administrator_deletes_nothing_and_sees_no_token(cast):
    put_demo_accounts(cast.mission, [ADMINISTRATOR])
    held = User.objects.get(username="demo-admin").get_all_permissions()
    assert not [name for name in held if "delete" in name or "apitoken" in name]
