"""Versions of incidents with their places in the log: what came later is a range of an index.

A place is given when the entry gets its own, and never changes.
"""

from django.db import migrations, models

FILL = """
DROP TRIGGER refuse_change ON incidents_incidentversion;
UPDATE incidents_incidentversion kept SET place = placed.seq
FROM incidents_ledgerentry placed WHERE placed.journal_id = kept.journal_number;
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
EMPTY = """
DROP TRIGGER refuse_rewriting ON incidents_incidentversion;
DROP FUNCTION refuse_change_of_version();
DROP TRIGGER refuse_change ON incidents_incidentversion;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON incidents_incidentversion
FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
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
# A write whose entry got its place before the write commits finds it there.
KEEP_VERSION = """
CREATE OR REPLACE FUNCTION keep_incident_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    told bigint := coalesce(nullif(current_setting('ceasefire.journal', true), ''), '0')::bigint;
BEGIN
    INSERT INTO incidents_incidentversion (incident_id, journal_number, place, facts, found)
    VALUES (
        NEW.id,
        told,
        (SELECT seq FROM incidents_ledgerentry WHERE journal_id = told),
        to_jsonb(NEW),
        false
    );
    RETURN NULL;
END
$$
"""
KEEP_WITHOUT = """
CREATE OR REPLACE FUNCTION keep_incident_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO incidents_incidentversion (incident_id, journal_number, facts, found) VALUES (
        NEW.id,
        coalesce(nullif(current_setting('ceasefire.journal', true), ''), '0')::bigint,
        to_jsonb(NEW),
        false
    );
    RETURN NULL;
END
$$
"""

# The incidents with a version that has no place among the first ones, each with its newest
# one that has. It tells of incidents that the asker may not read, but their ids: the wall
# would ask of each version whether it is readable, and asks of what is joined to it.
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
$$
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0048_changes_by_a_kept_plan")]

    operations = [
        migrations.AddField(
            model_name="incidentversion",
            name="place",
            field=models.BigIntegerField(
                help_text="Of the entry in the log; empty until it has one.",
                null=True,
                verbose_name="place",
            ),
        ),
        migrations.RunSQL(FILL, EMPTY),
        migrations.RunSQL(
            PLACE,
            "DROP TRIGGER place_versions ON incidents_ledgerentry; DROP FUNCTION place_versions()",
        ),
        migrations.RunSQL(KEEP_VERSION, KEEP_WITHOUT),
        migrations.RemoveIndex(model_name="incidentversion", name="incident_version_newest"),
        migrations.AddIndex(
            model_name="incidentversion",
            index=models.Index(
                fields=["incident", "-id"], include=["place"], name="incident_version_newest"
            ),
        ),
        migrations.AddIndex(
            model_name="incidentversion",
            index=models.Index(fields=["place", "incident"], name="incident_version_place"),
        ),
        migrations.RunSQL(CHANGED_SINCE, "DROP FUNCTION incidents_changed_since(bigint)"),
    ]
