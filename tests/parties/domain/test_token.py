"""API tokens: shown once, kept as a hash, ended by their owner alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parties.domain.acting import actor_of
from parties.domain.token import (
    MOST_TOKENS,
    create_token,
    note_use,
    revoke_token,
    token_of,
    tokens_of,
)
from parties.models import ApiToken, Mission, User
from tests.factories import UserFactory


def test_a_token_is_kept_only_as_a_hash(cast):
    row, secret = create_token(cast.analyst, "laptop")
    assert secret not in str(ApiToken.objects.values_list().get())
    assert secret.startswith(row.token_key)


def values_of(row):
    """All that a row holds, with the type and the spelling of each value."""
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: repr(getattr(row, name)) for name in names}


def test_what_is_read_with_a_token_is_what_the_tables_hold(cast):
    row, secret = create_token(cast.north_monitor, "laptop")
    note_use(row, timezone.now())
    found, (held,) = token_of(secret), cast.north_monitor.appointments.all()
    (read,) = found.user.held
    for known, kept in (
        (found, ApiToken.objects.get()),
        (found.user, User.objects.get(pk=cast.north_monitor.pk)),
        (read, held),
        (read.mission, held.mission),
    ):
        assert values_of(known) == values_of(kept)
        assert known == kept
        assert not known._state.adding


@pytest.mark.parametrize("degrees", ["5.120000", "-0.100000", "0.000001", "89.999999", "0.000000"])
def test_degrees_are_read_with_all_their_places(cast, degrees):
    Mission.objects.update(centre_lat=degrees, centre_lon=degrees, zone={"a": [1.5, 2, 1e-7]})
    _row, secret = create_token(cast.analyst, "laptop")
    (held,) = token_of(secret).user.held
    assert (str(held.mission.centre_lat), str(held.mission.centre_lon)) == (degrees, degrees)
    assert values_of(held.mission) == values_of(Mission.objects.get(pk=held.mission_id))


def test_a_token_reads_the_appointments_of_today_at_any_mission(cast):
    """Where a day began or ends in another time zone is asked afterwards."""
    _row, secret = create_token(cast.analyst, "laptop")
    (held,) = cast.analyst.appointments.all()
    today = timezone.now().date()
    for days, is_read in ((0, True), (1, True), (2, False)):
        held.since, held.until = today + timedelta(days=days), None
        held.save()
        assert bool(token_of(secret).user.held) is is_read
        held.since, held.until = date(2020, 1, 1), today - timedelta(days=days)
        held.save()
        assert bool(token_of(secret).user.held) is is_read


def test_who_comes_with_a_token_acts_as_they_always_do(cast, django_assert_num_queries):
    for name in ("north_monitor", "analyst", "stranger", "administrator"):
        _row, secret = create_token(getattr(cast, name), "laptop")
        usual, user = actor_of(getattr(cast, name), with_names=False), token_of(secret).user
        with django_assert_num_queries(0):
            assert actor_of(user, with_names=False) == usual


def test_a_token_of_somebody_without_an_appointment_is_found(db):
    _row, secret = create_token(UserFactory(), "laptop")
    assert token_of(secret).user.held == ()


def test_a_token_that_is_another_from_its_end_on_is_not_found(cast):
    _row, secret = create_token(cast.analyst, "laptop")
    assert token_of(secret[:-1] + ("0" if secret[-1] != "0" else "1")) is None


def test_a_person_sees_only_their_own(cast):
    row, _secret = create_token(cast.analyst, "laptop")
    create_token(cast.observer, "theirs")
    assert list(tokens_of(cast.analyst)) == [row]


def test_nobody_ends_the_token_of_another(cast):
    row, _secret = create_token(cast.analyst, "laptop")
    with pytest.raises(ApiToken.DoesNotExist):
        revoke_token(cast.observer, row.token_key)
    revoke_token(cast.analyst, row.token_key)
    assert not ApiToken.objects.exists()


def test_nobody_holds_tokens_without_end(cast):
    for _ in range(MOST_TOKENS):
        create_token(cast.analyst, "")
    with pytest.raises(ValidationError) as refused:
        create_token(cast.analyst, "")
    assert list(refused.value.error_dict) == ["label"]
