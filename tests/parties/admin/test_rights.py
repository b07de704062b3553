"""An administrator cannot widen their own powers, nor reach beyond their missions."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import get_resolver, reverse

from parties.admin.site import site
from parties.models import Appointment, Mission, Post, User
from tests.factories import AppointmentFactory, UserFactory
from tests.parties.admin.conftest import address, filled


def _appointment(cast, user, **changes):
    """What the form of a new appointment sends."""
    return {
        "user": user.pk,
        "mission": cast.mission.pk,
        "role": "duty_officer",
        "party": cast.north.pk,
        "since": "2021-06-01",
        "change_reason": "",
    } | changes


def _errors(answer):
    """Every error of an admin form, in one text."""
    return " ".join(str(error) for error in answer.context["errors"])


def test_an_administrator_appoints_somebody(desk, cast):
    newcomer = UserFactory()

    desk.post(address("appointment", "add"), _appointment(cast, newcomer))

    assert newcomer.appointments.get().role == "duty_officer"


def test_an_appointment_records_who_made_it_and_why(desk, cast):
    newcomer = UserFactory()

    desk.post(
        address("appointment", "add"),
        _appointment(cast, newcomer, change_reason="letter 17 of the north"),
    )

    entry = newcomer.appointments.get().history.get()
    assert entry.history_user == cast.administrator
    assert entry.history_change_reason == "letter 17 of the north"


@pytest.mark.parametrize("role", Appointment.Role.values)
def test_nobody_appoints_themselves(desk, cast, role):
    answer = desk.post(
        address("appointment", "add"), _appointment(cast, cast.administrator, role=role)
    )

    assert "another administrator must do it" in _errors(answer)
    assert cast.administrator.appointments.count() == 1


def test_not_even_a_superuser_appoints_themselves(root, cast):
    superuser = User.objects.get(username="root")

    answer = root.post(address("appointment", "add"), _appointment(cast, superuser))

    assert "another administrator must do it" in _errors(answer)


def test_ones_own_appointment_cannot_be_changed(desk, cast):
    own = cast.administrator.appointments.get()

    answer = desk.post(
        address("appointment", "change", own.pk), {"since": "2021-01-01", "until": "2099-01-01"}
    )

    assert answer.status_code == 403
    assert own.history.count() == 1


def test_ones_own_page_offers_no_appointments(desk, cast):
    page = desk.get(address("user", "change", cast.administrator.pk))
    inline = page.context["inline_admin_formsets"][0]

    assert not inline.has_add_permission
    assert not inline.has_change_permission


def test_an_appointment_sent_along_with_ones_own_page_is_not_made(desk, cast):
    form = desk.get(address("user", "change", cast.administrator.pk))
    row = {
        "appointments-TOTAL_FORMS": "1",
        "appointments-INITIAL_FORMS": "0",
        "appointments-0-mission": cast.mission.pk,
        "appointments-0-role": "analyst",
        "appointments-0-since": "2021-06-01",
    }

    desk.post(address("user", "change", cast.administrator.pk), filled(form) | row)

    assert cast.administrator.appointments.count() == 1


def test_the_role_of_an_appointment_cannot_be_changed(desk, cast):
    appointment = cast.analyst.appointments.get()
    form = desk.get(address("appointment", "change", appointment.pk))

    desk.post(
        address("appointment", "change", appointment.pk),
        filled(form, role="administrator", until="2031-01-01"),
    )

    appointment.refresh_from_db()
    assert (appointment.role, str(appointment.until)) == ("analyst", "2031-01-01")


def test_a_monitor_needs_a_party(desk, cast):
    answer = desk.post(
        address("appointment", "add"), _appointment(cast, UserFactory(), role="monitor", party="")
    )

    assert "choose one" in _errors(answer)


def test_posts_of_another_mission_cannot_be_given(root, cast):
    answer = root.post(
        address("appointment", "add"),
        _appointment(cast, UserFactory(), posts=[cast.other_post.pk]),
    )

    assert "another mission: C-1" in _errors(answer)


def test_a_person_is_made_with_a_password_and_appointed_on_one_page(desk, cast):
    password = "seven quiet lanterns"
    made = {"username": "newcomer", "language": "en", "usable_password": "true"}
    desk.post(address("user", "add"), made | {"password1": password, "password2": password})
    newcomer = User.objects.get(username="newcomer")
    form = desk.get(address("user", "change", newcomer.pk))
    row = {
        "appointments-TOTAL_FORMS": "1",
        "appointments-0-mission": cast.mission.pk,
        "appointments-0-role": "observer",
        "appointments-0-party": cast.west.pk,
        "appointments-0-since": "2021-06-01",
    }

    desk.post(address("user", "change", newcomer.pk), filled(form) | row)

    assert newcomer.check_password(password)
    assert newcomer.appointments.get().history.get().history_user == cast.administrator


def test_making_an_account_is_recorded(desk, cast):
    password = "seven quiet lanterns"
    desk.post(
        address("user", "add"),
        {
            "username": "newcomer",
            "language": "en",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )

    entry = LogEntry.objects.get(object_repr="newcomer")
    assert entry.user == cast.administrator


def test_a_superusers_mark_is_neither_shown_nor_accepted(desk, cast):
    form = desk.get(address("user", "change", cast.analyst.pk))

    desk.post(
        address("user", "change", cast.analyst.pk),
        filled(form, is_superuser="on", groups="1", user_permissions="1"),
    )

    cast.analyst.refresh_from_db()
    assert "is_superuser" not in form.content.decode()
    assert not cast.analyst.is_superuser


def test_a_superuser_may_mark_another(root, cast):
    form = root.get(address("user", "change", cast.analyst.pk))

    root.post(address("user", "change", cast.analyst.pk), filled(form, is_superuser="on"))

    cast.analyst.refresh_from_db()
    assert cast.analyst.is_superuser


@pytest.mark.parametrize("page", ["change", "history"])
def test_superusers_do_not_exist_for_administrators(desk, root, page):
    superuser = User.objects.get(username="root")

    answer = desk.get(address("user", page, superuser.pk), follow=True)

    assert answer.status_code == 404 or "doesn’t exist" in answer.content.decode()


def test_the_password_of_a_superuser_cannot_be_set(desk, root):
    superuser = User.objects.get(username="root")
    where = reverse("admin:auth_user_password_change", args=[superuser.pk])

    answer = desk.post(where, {"password1": "x" * 12, "password2": "x" * 12})

    superuser.refresh_from_db()
    assert answer.status_code in (302, 404)
    assert not superuser.check_password("x" * 12)


@pytest.mark.parametrize("name", ["analyst", "north_monitor", "south_duty_officer"])
def test_the_password_of_ones_missions_people_can_be_set(desk, cast, name):
    person = getattr(cast, name)
    where = reverse("admin:auth_user_password_change", args=[person.pk])
    password = "nine grey herons stand"

    sent = {"usable_password": "true", "password1": password, "password2": password}
    desk.post(where, sent)

    person.refresh_from_db()
    assert person.check_password(password)


def test_who_also_serves_elsewhere_is_seen_but_not_touched(desk, cast):
    AppointmentFactory(user=cast.analyst, mission=cast.other_mission)
    where = reverse("admin:auth_user_password_change", args=[cast.analyst.pk])

    assert desk.get(address("user", "change", cast.analyst.pk)).status_code == 200
    assert desk.post(where, {"password1": "x", "password2": "x"}).status_code == 403


def test_a_stranger_is_nowhere_in_the_admin(desk, cast):
    listed = desk.get(address("user", "changelist")).content.decode()
    query = {
        "term": "stranger",
        "app_label": "parties",
        "model_name": "appointment",
        "field_name": "user",
    }
    found = desk.get(reverse("admin:autocomplete"), query).json()["results"]

    assert "stranger" not in listed
    assert found == []


def test_a_stranger_cannot_be_appointed_by_guessing_their_key(desk, cast):
    answer = desk.post(address("appointment", "add"), _appointment(cast, cast.stranger))

    assert "Select a valid choice" in _errors(answer)


@pytest.mark.parametrize("model,attribute", [("post", "other_post"), ("mission", "other_mission")])
def test_rows_of_another_mission_are_as_unknown_as_rows_that_never_were(
    desk, cast, model, attribute
):
    key = getattr(cast, attribute).pk

    theirs = desk.get(address(model, "change", key), follow=True)
    nobodys = desk.get(address(model, "change", 999_999_999), follow=True)

    assert theirs.redirect_chain == nobodys.redirect_chain
    assert desk.get(address(model, "history", key)).status_code == 404


@pytest.mark.parametrize("model", ["post", "mission", "appointment", "participation"])
def test_lists_and_filters_do_not_name_another_mission(desk, cast, model):
    page = desk.get(address(model, "changelist")).content.decode()

    assert "Coast mission" not in page
    assert "C-1" not in page


def test_an_old_state_of_another_missions_post_is_not_found(desk, cast):
    version = cast.other_post.history.first().pk

    where = address("post", "simple_history", cast.other_post.pk, version)

    assert desk.get(where).status_code == 404


def test_a_post_cannot_be_added_to_another_mission(desk, cast):
    form = desk.get(address("post", "add"))

    answer = desk.post(
        address("post", "add"), filled(form, mission=cast.other_mission.pk, code="X-1")
    )

    assert "Select a valid choice" in _errors(answer)
    assert not Post.objects.filter(code="X-1").exists()


def test_a_post_cannot_be_moved_to_another_mission(desk, cast):
    form = desk.get(address("post", "change", cast.north_post.pk))

    desk.post(
        address("post", "change", cast.north_post.pk),
        filled(form, mission=cast.other_mission.pk, code="X-1"),
    )

    cast.north_post.refresh_from_db()
    assert (cast.north_post.mission, cast.north_post.code) == (cast.mission, "N-1")


def test_only_a_superuser_opens_a_mission(desk, root):
    assert desk.get(address("mission", "add")).status_code == 403
    assert root.get(address("mission", "add")).status_code == 200


def test_what_missions_share_is_changed_by_any_administrator(client, cast):
    other = AppointmentFactory(mission=cast.other_mission, role="administrator").user
    other.is_staff = True
    other.save()
    client.force_login(other)
    form = client.get(address("party", "change", cast.uplands.pk))

    client.post(address("party", "change", cast.uplands.pk), filled(form, name="The High Land"))

    cast.uplands.refresh_from_db()
    assert cast.uplands.name == "The High Land"
    assert cast.uplands.history.first().history_user == other


def test_no_page_of_the_admin_is_about_incidents():
    served = {model._meta.app_label for model in site._registry}
    patterns = [str(p.pattern) for p in get_resolver().url_patterns if "admin" in str(p.pattern)]

    assert served == {"parties"}
    assert patterns == ["admin/"]


def test_a_search_cannot_reach_passwords_or_other_tables(desk, cast):
    answer = desk.get(
        address("appointment", "changelist"), {"user__password__startswith": "md5"}, follow=True
    )

    assert answer.status_code in (200, 400)
    assert "cl" not in (answer.context or {}) or answer.context["cl"].result_count != 1
    assert Mission.objects.count() == 2
