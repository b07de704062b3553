"""Demo accounts stand on the sign-in page in the embedded mode, and only those that exist."""

from django.test import Client

from parties.models import User
from parties.views.demo import demo_people


def test_only_accounts_that_exist_are_offered(db):
    assert demo_people() == []
    User.objects.create_user("analyst", password="demo-analyst")
    assert [one["username"] for one in demo_people()] == ["analyst"]


def test_one_click_signs_in(db):
    User.objects.create_user("analyst", password="demo-analyst")
    assert "demo-analyst" in Client().get("/accounts/login/").content.decode()
    client = Client()
    client.post("/accounts/login/", {"login": "analyst", "password": "demo-analyst"})
    assert "_auth_user_id" in client.session


def test_production_offers_none(db, settings):
    settings.DEMO_ACCOUNTS = False
    User.objects.create_user("analyst", password="demo-analyst")
    assert demo_people() == []
    assert "Demo accounts" not in Client().get("/accounts/login/").content.decode()
