"""Refuse every change of journal entries, filed reports and published reports."""

from django.db import migrations

TABLES = (
    "incidents_journalentry",
    "incidents_report",
    "incidents_casualty",
    "incidents_dailyreturn",
    "incidents_dailyreport",
)

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: it only grows', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

ROW_TRIGGER = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {0}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""

TABLE_TRIGGER = """
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _operations() -> list[migrations.RunSQL]:
    made = [migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change()")]
    for table in TABLES:
        for name, sql in (
            ("refuse_change", ROW_TRIGGER),
            ("refuse_truncate", TABLE_TRIGGER),
        ):
            made.append(migrations.RunSQL(sql.format(table), f"DROP TRIGGER {name} ON {table}"))
    return made


class Migration(migrations.Migration):
    """Triggers on the tables that only grow."""

    dependencies = [("incidents", "0001_reports_and_incidents")]
    operations = _operations()
