"""The shipped demo accounts fit the founding case."""

from io import StringIO

import pytest
from django.core.management import call_command

from parties.models import Appointment, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("founding_case")]


@pytest.fixture(autouse=True)
def added(settings):
    """The shipped accounts, added."""
    settings.DEMO_ACCOUNTS = True
    call_command("demo_accounts", stdout=StringIO())


def test_there_is_somebody_in_every_role():
    held = Appointment.objects.values_list("role", "party__code")
    assert set(held) == {
        ("monitor", "russia"),
        ("monitor", "turkey"),
        ("duty_officer", "russia"),
        ("duty_officer", "turkey"),
        ("analyst", None),
        ("administrator", None),
        ("observer", "france"),
    }


def test_each_monitor_stands_at_a_post_that_its_party_runs():
    posts = Post.objects.filter(appointments__role="monitor")
    assert {post.code for post in posts} == {"N-01", "JC-1"}
    for appointment in Appointment.objects.filter(role="monitor"):
        post = appointment.posts.get()
        assert appointment.party in post.operators.all()
