"""Nothing personal is stored on the way."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_page_of_a_signed_in_person_is_not_stored(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("mona"))
    assert client.get("/livez")["Cache-Control"] == "no-store, private"


def test_the_sign_in_page_is_not_stored(client):
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]


def test_a_page_for_everybody_may_be_stored(client):
    assert "no-store" not in client.get("/").get("Cache-Control", "")
