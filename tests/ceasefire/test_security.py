"""Every answer carries the headers that keep a page to itself."""

import pytest

pytestmark = pytest.mark.django_db
PAGES = ["/", "/accounts/login/", "/nowhere/", "/livez", "/api/v1/nowhere/", "/admin/login/"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_foreign_and_nothing_inline_may_run(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_types_are_not_guessed_frames_refused_and_referrers_kept(client, path):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_nobody_can_sign_up_by_themselves(client, django_user_model):
    form = {"username": "mallory", "password1": "long enough 1", "password2": "long enough 1"}
    client.post("/accounts/signup/", form)
    assert not django_user_model.objects.filter(username="mallory").exists()


def test_the_cookies_of_a_session_are_kept_from_scripts_and_other_sites(client, django_user_model):
    django_user_model.objects.create_user("mona", password="a lantern over water")
    client.post("/accounts/login/", {"login": "mona", "password": "a lantern over water"})
    session = client.cookies["session"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
