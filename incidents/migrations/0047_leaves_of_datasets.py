"""Keep a leaf hash of each dataset record, and the root over those of each batch.

What was imported before has none: nobody committed to it then, and none is made up now.
For the same reason there is no way back once a root is kept: the journal would go on naming it.
"""

from django.db import migrations, models

COLUMNS = {"incidents_datasetbatch": "root", "incidents_datasetrecord": "leaf"}

STAY = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM incidents_datasetbatch WHERE root IS NOT NULL) THEN
        RAISE EXCEPTION 'the journal names roots of datasets, which could not be made again'
            USING ERRCODE = 'restrict_violation';
    END IF;
END
$$
"""


def _kept(table: str, column: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER keep_{column} BEFORE UPDATE OF {column} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER keep_{column} ON {table}")


class Migration(migrations.Migration):
    dependencies = [("incidents", "0046_records_checked_together")]

    operations = [
        migrations.AddField(
            model_name="datasetbatch",
            name="root",
            field=models.BinaryField(null=True, verbose_name="root over its rows"),
        ),
        migrations.AddField(
            model_name="datasetrecord",
            name="leaf",
            field=models.BinaryField(null=True, verbose_name="leaf hash"),
        ),
        *(_kept(table, column) for table, column in COLUMNS.items()),
        migrations.RunSQL(migrations.RunSQL.noop, STAY),
    ]
