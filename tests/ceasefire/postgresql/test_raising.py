"""Raising: migrating brings grants and policies up to date, whatever was there."""

import pytest
from django.db import connection

from ceasefire.postgresql.raising import is_raised, raise_wall
from ceasefire.postgresql.roles import ROLES
from incidents.models import Incident
from tests.ceasefire.postgresql.world import behind, keys
from tests.incidents.telling import tell

pytestmark = pytest.mark.django_db


def run(sql):
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_up_to_date_is_left_alone():
    assert is_raised()
    assert not raise_wall()


@pytest.mark.parametrize("role", ROLES)
def test_a_database_that_was_restored_on_another_server_is_granted_its_rights_again(role):
    run(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
    assert not is_raised()
    assert raise_wall()
    assert is_raised()


def test_policies_of_an_older_version_are_made_anew(cast):
    tell(cast.north_monitor)
    run("DROP POLICY web_reads ON incidents_incident")
    run("CREATE POLICY web_reads ON incidents_incident TO ceasefire_web USING (true)")
    run("COMMENT ON FUNCTION ceasefire_stand IS 'older'")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with behind(cast.stranger):
        assert Incident.objects.exists()
    assert raise_wall()
    with behind(cast.stranger):
        assert not keys(Incident.objects.all())
