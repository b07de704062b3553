"""Count the changes of what a list of incidents is made of, so that an unchanged one is known.

Each transaction takes a slot that no other one holds and adds to it: nobody waits for
anybody, and the sum that a reader sees is the number of changes that it sees. A sequence
would not do: it moves before its transaction commits.
"""

from django.db import migrations

WATCHED = (
    "incidents_incident",
    "incidents_report",
    "incidents_sameeventlink",
    "incidents_finding",
    "incidents_breachof",
    "incidents_attributedside",
    "incidents_partynotice",
    "incidents_signoffcall",
    "incidents_upload",
    "incidents_evidence",
    "incidents_storedfile",
    "incidents_inspection",
    "incidents_derivative",
    "incidents_custodyentry",
    "incidents_proposal",
    "incidents_proposaldecision",
    "parties_agreement",
    "parties_provision",
    "parties_appointment",
    "parties_appointment_posts",
    "parties_mission",
    "parties_party",
    "parties_place",
    "parties_placename",
    "parties_post",
    "parties_postoperator",
    "parties_user",
)
TABLE = """
CREATE TABLE change_count (slot integer PRIMARY KEY, changes bigint NOT NULL DEFAULT 0)
WITH (fillfactor = 10);
INSERT INTO change_count (slot) SELECT generate_series(0, 255);
"""
COUNT = """
CREATE FUNCTION count_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    mine integer := nullif(current_setting('ceasefire.slot', true), '')::integer;
BEGIN
    IF mine IS NULL THEN
        mine := pg_backend_pid() % 256;
        WHILE NOT pg_try_advisory_xact_lock(1128616787, mine) LOOP
            mine := (mine + 1) % 256;
        END LOOP;
        PERFORM set_config('ceasefire.slot', mine::text, true);
    END IF;
    UPDATE change_count SET changes = changes + 1 WHERE slot = mine;
    RETURN NULL;
END
$$
"""
READ = """
CREATE FUNCTION changes_made() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS 'SELECT sum(changes)::bigint FROM change_count'
"""


def _trigger(table: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION count_change()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER count_change ON {table}")


class Migration(migrations.Migration):
    """A table of slots, two functions, and a trigger on each table that lists are made of."""

    dependencies = [
        ("incidents", "0033_webhooks"),
        ("parties", "0011_token_scopes"),
    ]
    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE change_count"),
        migrations.RunSQL(COUNT, "DROP FUNCTION count_change()"),
        migrations.RunSQL(READ, "DROP FUNCTION changes_made()"),
        *map(_trigger, WATCHED),
    ]
