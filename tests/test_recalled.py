"""A cast that is recalled is the one that was built, in every row and for every test."""

from itertools import pairwise

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from tests.factories import PartyFactory
from tests.people import _build_cast
from tests.recalled import Recalled

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("parties").get_models(include_auto_created=True))


def tables():
    """All rows of the app, as their columns say."""
    return {model: list(model._base_manager.order_by("pk").values()) for model in MODELS}


@pytest.fixture
def recalled():
    """What recalls a cast that another test has built, and left nothing of."""
    made = Recalled(_build_cast, "parties")
    with transaction.atomic():
        made()
        made.built = tables()
        transaction.set_rollback(True)
    return made


def named_in(model, field):
    """Return of which table a column holds ids, if it does."""
    if field.is_relation:
        return field.related_model
    if field.primary_key:
        return model
    return model.instance_type if field.name == "id" else None


def moved(model, row, ids):
    """A row as it must be when every id has become another."""
    told = dict(row)
    for field in model._meta.concrete_fields:
        others = ids.get(named_in(model, field))
        if others is not None and told[field.attname] is not None:
            told[field.attname] = others[told[field.attname]]
    return told


def test_every_row_is_written_again_and_names_the_new_ones(recalled):
    recalled()
    built, again = recalled.built, tables()
    ids = {
        model: {
            old[model._meta.pk.attname]: new[model._meta.pk.attname]
            for old, new in zip(built[model], again[model], strict=True)
        }
        for model in MODELS
    }
    assert sum(map(len, built.values())) > 100
    assert all(old != new for found in ids.values() for old, new in found.items())
    for model in MODELS:
        assert again[model] == [moved(model, row, ids) for row in built[model]], model


def held_in(cast):
    """Each row that a cast holds, and what else it holds by them."""
    waiting = [one for one in vars(cast).values() if isinstance(one, models.Model)]
    for row in waiting:
        yield row
        waiting += [one for one in row._state.fields_cache.values() if one and one not in waiting]


def test_what_is_held_is_what_the_tables_hold(recalled):
    held = list(held_in(recalled()))
    assert len(held) > 20
    for row in held:
        kept = type(row)._base_manager.get(pk=row.pk)
        for field in row._meta.concrete_fields:
            said = field.to_python(getattr(row, field.attname))
            assert said == getattr(kept, field.attname), (row, field)
        for name, other in row._state.fields_cache.items():
            assert getattr(row, row._meta.get_field(name).attname) == (other and other.pk), row


def test_of_one_row_there_is_one_instance_as_when_it_was_built(recalled):
    cast = recalled()
    assert cast.north_post.mission is cast.mission
    assert cast.mission.agreement is cast.agreement


def test_what_is_made_of_any_table_afterwards_has_a_larger_id(recalled):
    recalled()
    for model, rows in tables().items():
        if rows:
            table, key = model._meta.db_table, model._meta.pk
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s))", [table, key.column]
                )
                assert cursor.fetchone()[0] > rows[-1][key.attname], model


def test_no_cast_has_the_ids_of_another(recalled):
    keys = []
    for _turn in range(3):
        with transaction.atomic():
            cast = recalled()
            keys.append({one.pk for one in held_in(cast)} | {PartyFactory().pk})
            transaction.set_rollback(True)
    assert all(max(before) < min(after) for before, after in pairwise(keys))
