"""Let the tables of evidence only grow; an upload may become received, once, and no more."""

from django.db import migrations

GROWING = ("storedfile", "evidence", "inspection", "derivative", "custodyentry")
UPLOAD = "incidents_upload"
FUNCTION = """
CREATE FUNCTION refuse_change_of_upload() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'received_at' <> to_jsonb(OLD) - 'received_at'
        OR OLD.received_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
REFUSALS = (
    ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW", "refuse_change"),
    ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
)
ONCE = (
    ("refuse_rewriting", "BEFORE UPDATE", "ROW", "refuse_change_of_upload"),
    ("refuse_change", "BEFORE DELETE", "ROW", "refuse_change"),
    ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT", "refuse_change"),
)


def _trigger(table: str, name: str, when: str, each: str, function: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    """Triggers on six tables."""

    dependencies = [("incidents", "0018_evidence")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_upload()"),
        *(_trigger(f"incidents_{table}", *parts) for table in GROWING for parts in REFUSALS),
        *(_trigger(UPLOAD, *parts) for parts in ONCE),
    ]
