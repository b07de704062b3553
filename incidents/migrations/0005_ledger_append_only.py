"""Refuse every change of ledger entries, nodes, checkpoints and their signatures."""

from django.db import migrations

TABLES = (
    "incidents_ledgerentry",
    "incidents_ledgernode",
    "incidents_checkpoint",
    "incidents_checkpointsignature",
)

ROW_TRIGGER = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {0}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""

TABLE_TRIGGER = """
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _operations() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(sql.format(table), f"DROP TRIGGER {name} ON {table}")
        for table in TABLES
        for name, sql in (("refuse_change", ROW_TRIGGER), ("refuse_truncate", TABLE_TRIGGER))
    ]


class Migration(migrations.Migration):
    """Triggers on the tables of the log, which only grow."""

    dependencies = [("incidents", "0004_ledger")]
    operations = _operations()
