"""Six languages: chosen on every page, kept with the account, right in dates and numbers."""

from datetime import date

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import formats, translation

from ceasefire.language import OwnLanguageMiddleware

DAY = date(2020, 11, 10)
DAYS = {
    "en": ("10 November 2020", "10 Nov 2020"),
    "fr": ("10 novembre 2020", "10 nov. 2020"),
    "ru": ("10 ноября 2020", "10.11.2020"),
    "tr": ("10 Kasım 2020", "10 Kas 2020"),
    "az": ("10 Noyabr 2020", "10.11.2020"),
    "hy": ("10 Նոյեմբերի 2020", "10.11.2020"),
}


def language_of(client, **headers):
    return client.get("/accounts/login/", headers=headers)["Content-Language"]


@pytest.mark.parametrize("code", DAYS)
def test_days_are_written_as_people_write_them(code):
    with translation.override(code):
        written = [formats.date_format(DAY, f"{how}DATE_FORMAT") for how in ("", "SHORT_")]
    assert tuple(written) == DAYS[code]


@pytest.mark.parametrize("code", DAYS)
def test_numbers_have_the_decimal_sign_of_the_language(code):
    with translation.override(code):
        assert formats.localize(1.5) == ("1.5" if code == "en" else "1,5")


def test_exactly_six_languages_are_offered():
    assert [code for code, _name in settings.LANGUAGES] == list(DAYS)


@pytest.mark.django_db
def test_the_browser_says_the_language_until_somebody_chooses():
    assert language_of(Client(), accept_language="ru,en;q=0.5") == "ru"
    assert language_of(Client(), accept_language="sw") == "en"


@pytest.mark.django_db
@pytest.mark.parametrize("code", DAYS)
def test_the_public_chooses_a_language_and_comes_back_to_its_page(code):
    client = Client()
    answer = client.post("/language/", {"language": code, "next": "/accounts/login/?next=/queue/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/queue/")
    page = client.get("/accounts/login/", headers={"accept-language": "en"})
    assert page["Content-Language"] == code
    assert f'<html lang="{code}"' in page.content.decode()


def test_every_page_offers_the_languages_in_their_own_names(cast):
    page = Client().get("/").content.decode()
    for name in ("English", "Français", "Русский", "Türkçe", "Azərbaycanca", "Հայերեն"):
        assert f">{name}</button>" in page


def test_a_choice_is_kept_with_the_account_in_every_browser(cast):
    first, second = Client(), Client()
    first.force_login(cast.north_monitor)
    first.post("/language/", {"language": "hy"})
    cast.north_monitor.refresh_from_db()
    assert cast.north_monitor.language == "hy"
    second.force_login(cast.north_monitor)
    assert second.get("/", headers={"accept-language": "fr"})["Content-Language"] == "hy"


def test_who_never_chose_reads_the_language_of_the_browser(cast):
    client = Client()
    client.force_login(cast.north_monitor)
    assert client.get("/", headers={"accept-language": "tr"})["Content-Language"] == "tr"


@pytest.mark.parametrize("language", ["de", "", "xx", "en\0", "../../etc"])
def test_a_language_that_we_do_not_speak_changes_nothing(cast, language):
    client = Client()
    client.force_login(cast.north_monitor)
    assert client.post("/language/", {"language": language}).status_code in (204, 302)
    cast.north_monitor.refresh_from_db()
    assert cast.north_monitor.language == ""
    assert client.get("/")["Content-Language"] == "en"


def test_nobody_is_sent_to_another_host(cast):
    answer = Client().post("/language/", {"language": "fr", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_a_link_changes_no_language(cast):
    assert Client().get("/language/", {"language": "fr"}).status_code == 405


def test_a_request_without_a_session_asks_for_no_person():
    request = RequestFactory().get("/")
    assert OwnLanguageMiddleware(lambda asked: HttpResponse())(request).status_code == 200
    assert not hasattr(request, "user")
