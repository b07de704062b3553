"""Let a merge of incidents only be undone, once, and never erased."""

from django.db import migrations

TABLE = "incidents_incidentmerge"

FUNCTION = """
CREATE FUNCTION refuse_change_of_merge() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'undone_at' - 'undone_by_id' <> to_jsonb(OLD) - 'undone_at' - 'undone_by_id'
        OR OLD.undone_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only ends', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = (
    ("refuse_rewriting", "BEFORE UPDATE", "ROW", "refuse_change_of_merge"),
    ("refuse_change", "BEFORE DELETE", "ROW", "refuse_change"),
    ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
)


def _trigger(name: str, when: str, each: str, function: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} {when} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION {function}()"
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {TABLE}")


class Migration(migrations.Migration):
    """Triggers on the merges."""

    dependencies = [("incidents", "0008_incident_merges")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_merge()"),
        *(_trigger(*parts) for parts in TRIGGERS),
    ]
