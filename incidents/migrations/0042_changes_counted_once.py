"""Count a transaction that changes lists once, not at each of its statements.

Whoever asks for the number in the same transaction has the next change counted again.
"""

from django.db import migrations

ONCE = """
CREATE OR REPLACE FUNCTION count_change() RETURNS trigger
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
    PERFORM set_config('ceasefire.counted', 'yes', true);
    RETURN NULL;
END
$$
"""
EACH = ONCE.replace("    PERFORM set_config('ceasefire.counted', 'yes', true);\n", "")
LOOK = """
DROP FUNCTION changes_made();
CREATE FUNCTION changes_made() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT set_config('ceasefire.counted', '', true);
    SELECT sum(changes)::bigint FROM change_count;
$$
"""
LOOK_ONLY = """
DROP FUNCTION changes_made();
CREATE FUNCTION changes_made() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT
AS 'SELECT sum(changes)::bigint FROM change_count'
"""
# The triggers of all tables that are watched, made again.
TRIGGERS = """
DO $do$
DECLARE
    watched regclass;
BEGIN
    FOR watched IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'count_change' LOOP
        EXECUTE format('DROP TRIGGER count_change ON %s', watched);
        EXECUTE format(
            'CREATE TRIGGER count_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s '
            'FOR EACH STATEMENT {when} EXECUTE FUNCTION count_change()', watched
        );
    END LOOP;
END
$do$
"""
UNCOUNTED = "WHEN (current_setting(''ceasefire.counted'', true) IS DISTINCT FROM ''yes'')"


class Migration(migrations.Migration):
    """Two functions, and the condition of a trigger."""

    dependencies = [("incidents", "0041_incident_versions")]
    operations = [
        migrations.RunSQL(ONCE, EACH),
        migrations.RunSQL(LOOK, LOOK_ONLY),
        migrations.RunSQL(TRIGGERS.format(when=UNCOUNTED), TRIGGERS.format(when="")),
    ]
