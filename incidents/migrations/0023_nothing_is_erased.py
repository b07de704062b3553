"""Refuse to erase rows where so far only our code did not: what happened is never deleted."""

from django.db import migrations

TABLES = (
    "incidents_incident",
    "incidents_sameeventlink",
    "incidents_duty",
    "incidents_dailycount",
    "incidents_ledgersubject",
    "incidents_ledgersalts",
)

FUNCTION = """
CREATE FUNCTION refuse_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: nothing is erased', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""
TRIGGERS = (
    ("refuse_erasure", "DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _trigger(table: str, name: str, event: str, each: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION refuse_erasure()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    """Triggers on six tables whose rows change, but stay."""

    dependencies = [("incidents", "0022_incidents_by_change")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_erasure()"),
        *(_trigger(table, *parts) for table in TABLES for parts in TRIGGERS),
    ]
