"""Versions of incidents with their places in the log, so that what came later is a range.

A place is given when the entry gets its own, and never changes.
"""

from django.db import migrations, models

# First of all: it waits for whoever is giving places just now, and what has its place before it
# is found by 0052 after it. An entry gets none before the write that tells it has committed.
PLACE = """
CREATE FUNCTION place_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE incidents_incidentversion kept SET place = placed.seq
    FROM placed WHERE placed.journal_id = kept.journal_number AND kept.place IS NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER place_versions AFTER INSERT ON incidents_ledgerentry
REFERENCING NEW TABLE AS placed FOR EACH STATEMENT EXECUTE FUNCTION place_versions();
"""
KEEP_PLACE = """
DROP TRIGGER refuse_change ON incidents_incidentversion;
CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.place IS NULL THEN
        OLD.place := NEW.place;
    END IF;
    IF OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only gets a place', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON incidents_incidentversion
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version();
CREATE TRIGGER refuse_change BEFORE DELETE ON incidents_incidentversion
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
KEEP_ALL = """
DROP TRIGGER refuse_rewriting ON incidents_incidentversion;
DROP FUNCTION refuse_change_of_version();
DROP TRIGGER refuse_change ON incidents_incidentversion;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON incidents_incidentversion
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
# The incidents with a version that has no place among the first ones, each with its newest
# one that has. It sees past the wall, which would ask of each version whether it is readable:
# so it tells ids alone, and the wall asks of what is joined to them.
CHANGED_SINCE = """
CREATE FUNCTION incidents_changed_since(size bigint) RETURNS TABLE (incident uuid, version bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT later.incident_id, (
        SELECT max(kept.id) FROM incidents_incidentversion kept
        WHERE kept.incident_id = later.incident_id AND kept.place < size
    ) FROM (
        SELECT incident_id FROM incidents_incidentversion WHERE place >= size
        UNION SELECT incident_id FROM incidents_incidentversion WHERE place IS NULL
    ) later
$$;
REVOKE EXECUTE ON FUNCTION incidents_changed_since(bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0048_changes_by_a_kept_plan")]

    operations = [
        migrations.RunSQL(
            PLACE,
            "DROP TRIGGER place_versions ON incidents_ledgerentry; DROP FUNCTION place_versions()",
        ),
        migrations.AddField(
            model_name="incidentversion",
            name="place",
            field=models.BigIntegerField(
                help_text="Of the entry in the log; empty until it has one.",
                null=True,
                verbose_name="place",
            ),
        ),
        migrations.RunSQL(KEEP_PLACE, KEEP_ALL),
        migrations.RunSQL(CHANGED_SINCE, "DROP FUNCTION incidents_changed_since(bigint)"),
    ]
