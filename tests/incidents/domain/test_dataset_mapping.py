"""Mappings: the newest of a name holds, for those who import at its mission."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from incidents.domain.dataset_mapping import mapping_named, names_of_mappings, save_mapping
from incidents.exchange.dataset_rows import Manner
from incidents.models import DatasetMapping
from parties.domain.acting import actor_of

pytestmark = pytest.mark.django_db

MANNER = Manner(columns={"day_from": "when"})


def save(cast, name="Local list", manner=MANNER, who="analyst"):
    return save_mapping(cast.mission, name, manner, actor=actor_of(getattr(cast, who)))


def test_the_newest_of_a_name_holds_and_the_older_one_is_kept(cast):
    save(cast)
    other = Manner(columns={"day_from": "date"}, day_first=False, separator=";")
    save(cast, " Local list ", other, who="north_duty_officer")
    actor = actor_of(cast.analyst)
    assert mapping_named(actor, cast.mission, "Local list") == other
    assert names_of_mappings(actor, cast.mission) == ["Local list"]
    assert DatasetMapping.objects.count() == 2


@pytest.mark.parametrize("who", ["north_monitor", "administrator", "stranger"])
def test_others_save_none_and_see_none(cast, who):
    save(cast)
    assert mapping_named(actor_of(getattr(cast, who)), cast.mission, "Local list") is None
    with pytest.raises(PermissionDenied):
        save(cast, who=who)


@pytest.mark.parametrize(
    "name,manner",
    [
        ("", MANNER),
        ("x" * 61, MANNER),
        ("a\0", MANNER),
        ("x", Manner(columns={"lat": "n"})),
        ("x", Manner(columns={"day_from": "d", "batch_id": "n"})),
        ("x", Manner(encoding="utf-7")),
        ("x", Manner(separator="x")),
    ],
)
def test_what_is_no_mapping_is_refused(cast, name, manner):
    with pytest.raises(ValidationError):
        save(cast, name, manner)
    assert mapping_named(actor_of(cast.analyst), cast.mission, name) is None
