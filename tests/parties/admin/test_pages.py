"""Every page of the standing order opens, for administrators and nobody else."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parties.admin.site import site
from parties.models import Place
from tests import factories
from tests.parties.admin.conftest import address
from tests.people import PEOPLE

MODELS = sorted(model._meta.model_name for model in site._registry)
# What each model's first row of the cast's world is called, to search for it.
WORDS = {
    "agreement": "truce",
    "appointment": "analyst",
    "group": "contact",
    "mission": "ridge",
    "participation": "north",
    "party": "uplands",
    "place": "Велмура",
    "post": "N-1",
    "provision": "TR-1",
    "user": "analyst",
}


def _rows(model):
    return next(m for m in site._registry if m._meta.model_name == model).objects.all()


def _own_row(cast, model):
    own = {
        "mission": cast.mission,
        "post": cast.north_post,
        "appointment": cast.analyst.appointments.get(),
        "participation": cast.mission.participations.first(),
        "user": cast.analyst,
    }
    return own.get(model) or _rows(model).first()


def test_the_standing_order_is_all_that_is_administered():
    assert set(WORDS) == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_a_list_opens_and_finds_its_rows(desk, model):
    page = desk.get(address(model, "changelist"), {"q": WORDS[model]})

    assert page.status_code == 200
    assert page.context["cl"].result_count >= 1


@pytest.mark.parametrize("model", MODELS)
def test_a_row_opens_with_its_help_texts(desk, cast, model):
    page = desk.get(address(model, "change", _own_row(cast, model).pk))

    assert page.status_code == 200
    assert 'class="help"' in page.content.decode()


@pytest.mark.parametrize("model", [m for m in MODELS if m != "mission"])
def test_a_blank_form_opens(desk, model):
    assert desk.get(address(model, "add")).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_history_opens(desk, cast, model):
    page = desk.get(address(model, "history", _own_row(cast, model).pk))

    assert page.status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_can_be_deleted(desk, cast, model):
    row = _own_row(cast, model)

    answer = desk.post(address(model, "delete", row.pk), {"post": "yes"})

    assert answer.status_code == 403
    assert _rows(model).filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_a_row_says_what_to_do_instead_of_deleting(desk, cast, model):
    page = desk.get(address(model, "change", _own_row(cast, model).pk)).content.decode()

    assert "never deleted" in page


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("key", ["999999999", "no-number", "%00"])
def test_a_row_that_does_not_exist_is_no_error_of_ours(desk, model, key):
    answer = desk.get(f"{address(model, 'changelist')}{key}/history/")

    assert answer.status_code in (302, 400, 404)


@pytest.mark.parametrize("name", [p for p in PEOPLE if p not in ("administrator", "public")])
@pytest.mark.parametrize("is_staff", [False, True])
def test_nobody_else_enters_even_as_staff(client, cast, name, is_staff):
    person = getattr(cast, name)
    person.is_staff = is_staff
    person.save()
    client.force_login(person)

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_an_administrator_who_is_no_staff_stays_outside(desk, cast):
    cast.administrator.is_staff = False
    cast.administrator.save()

    assert desk.get(reverse("admin:index"), follow=True).status_code == 403


def test_a_former_administrator_stays_outside(desk, cast):
    cast.administrator.appointments.update(until="2021-06-01")

    assert desk.get(address("post", "changelist"), follow=True).status_code == 403


def test_the_public_is_sent_to_the_one_sign_in(client, cast):
    wanted = address("post", "changelist")

    door = client.get(wanted)
    sign_in = client.get(door["Location"])

    assert sign_in["Location"] == f"{reverse('account_login')}?{urlencode({'next': wanted})}"


@pytest.mark.parametrize("page", ["index", "login", "password_change", "jsi18n"])
def test_the_doors_of_the_site_open(desk, page):
    assert desk.get(reverse(f"admin:{page}")).status_code in (200, 302)


def test_signing_out_of_the_admin_signs_out_of_everything(desk):
    desk.post(reverse("admin:logout"))

    assert "_auth_user_id" not in desk.session


@pytest.mark.parametrize("typed", ["velm", "ВЕЛМ", "pl-village"])
def test_autocomplete_finds_a_place_by_any_name(desk, typed):
    query = {"term": typed, "app_label": "parties", "model_name": "post", "field_name": "place"}

    found = desk.get(reverse("admin:autocomplete"), query).json()["results"]

    assert [row["text"] for row in found] == ["Belmora / Velmura"]


def _post_with_everything(cast):
    post = factories.PostFactory(mission=cast.mission, host=cast.uplands, place=cast.village)
    factories.PostStatusFactory(post=post)
    factories.PostOperatorFactory(post=post, party=cast.north)


MORE = {
    "post": _post_with_everything,
    "place": lambda cast: factories.PlaceNameFactory(endorsed_by=cast.north),
    "party": lambda cast: factories.PartyFactory(parent=cast.north),
    "appointment": lambda cast: factories.AppointmentFactory(
        mission=cast.mission, party=cast.north, posts=[cast.north_post]
    ),
    "participation": lambda cast: factories.ParticipationFactory(mission=cast.mission),
    "provision": lambda cast: factories.ProvisionFactory(),
    "user": lambda cast: factories.UserFactory(),
}


def _queries(desk, model):
    with CaptureQueriesContext(connection) as queries:
        desk.get(address(model, "changelist"))
    return len(queries)


@pytest.mark.parametrize("model", MORE)
def test_a_list_takes_as_many_queries_for_more_rows(desk, cast, model):
    MORE[model](cast)
    few = _queries(desk, model)
    for _ in range(3):
        MORE[model](cast)

    assert _queries(desk, model) == few


def test_the_map_takes_as_many_queries_for_more_posts(desk, cast):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            desk.get(address("post", "map_data"))
            desk.get(address("post", "map"))
        return len(queries)

    few = ask()
    for _ in range(3):
        _post_with_everything(cast)

    assert ask() == few


def test_what_no_search_can_hold_finds_nothing(desk, cast):
    page = desk.get(address("place", "changelist"), {"q": "'\"%_\\"})

    assert page.context["cl"].result_count == 0
    assert Place.objects.count() == 2
