"""Versions of incidents: a row for each write that commits, with the entry that told of it."""

import django.db.models.deletion
from django.db import migrations, models

NAME_ENTRY = """
CREATE FUNCTION name_journal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('ceasefire.journal', NEW.seq::text, true);
    RETURN NULL;
END
$$;
CREATE TRIGGER name_entry AFTER INSERT ON incidents_journalentry
FOR EACH ROW EXECUTE FUNCTION name_journal_entry();
"""
# When it commits, a write has told the journal: the last entry of the transaction is its own.
KEEP_VERSION = """
CREATE FUNCTION keep_incident_version() RETURNS trigger
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
$$;
CREATE CONSTRAINT TRIGGER keep_version AFTER INSERT OR UPDATE ON incidents_incident
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION keep_incident_version();
"""
FOUND = """
INSERT INTO incidents_incidentversion (incident_id, journal_number, facts, found)
SELECT i.id, coalesce((SELECT max(seq) FROM incidents_journalentry), 0), to_jsonb(i), true
FROM incidents_incident i;
"""
GUARDS = (
    ("refuse_change", "UPDATE OR DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _guard(name: str, event: str, each: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} BEFORE {event} ON incidents_incidentversion FOR EACH {each}"
    return migrations.RunSQL(
        f"{made} EXECUTE FUNCTION refuse_change()",
        f"DROP TRIGGER {name} ON incidents_incidentversion",
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0040_flash_and_spot_reports")]

    operations = [
        migrations.CreateModel(
            name="IncidentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "journal_number",
                    models.BigIntegerField(db_index=True, verbose_name="journal entry"),
                ),
                ("facts", models.JSONField(verbose_name="facts")),
                (
                    "found",
                    models.BooleanField(
                        default=False,
                        help_text="Written when versions began to be kept.",
                        verbose_name="found",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="incidents.incident",
                        verbose_name="incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an incident",
                "verbose_name_plural": "versions of incidents",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["incident", "-id"], name="incident_version_newest")
                ],
            },
        ),
        migrations.RunSQL(FOUND, migrations.RunSQL.noop),
        migrations.RunSQL(
            NAME_ENTRY,
            "DROP TRIGGER name_entry ON incidents_journalentry; DROP FUNCTION name_journal_entry()",
        ),
        migrations.RunSQL(
            KEEP_VERSION,
            "DROP TRIGGER keep_version ON incidents_incident; DROP FUNCTION keep_incident_version()",
        ),
        *(_guard(*parts) for parts in GUARDS),
    ]
