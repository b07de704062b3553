"""Look once at the batch that new dataset records name, not twice at each record.

What a key of each record promised still holds: a record belongs to a batch that is there, of
its mission and dataset; batches are never erased, and neither they nor records are rewritten.
Both are withdrawn together, once.
"""

import django.db.models.deletion
from django.db import migrations, models

BATCH, RECORD = "incidents_datasetbatch", "incidents_datasetrecord"
KEPT = {
    BATCH: "id, mission_id, dataset, kind, licence, sha256, added, imported_at, imported_by_id",
    RECORD: "id, batch_id, mission_id, dataset, external_id, day_from, day_until,"
    " time_precision, lat, lon, position_precision, event_type, side_a, side_b, place, country,"
    " killed_low, killed_best, killed_high, source, row",
}
FUNCTION = f"""
CREATE FUNCTION refuse_stray_records() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT batch_id, mission_id, dataset FROM fresh) f
        WHERE NOT EXISTS (SELECT FROM {BATCH} b WHERE b.id = f.batch_id
            AND b.mission_id = f.mission_id AND b.dataset = f.dataset)
    ) THEN
        RAISE EXCEPTION 'a dataset record belongs to a batch of its mission and dataset'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$
"""
TRIGGER = f"""
CREATE TRIGGER refuse_stray_records AFTER INSERT ON {RECORD}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_stray_records()
"""
WHOLE = f"""
CREATE FUNCTION refuse_withdrawal_in_part() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT batch_id FROM fresh) f
        JOIN {BATCH} b ON b.id = f.batch_id JOIN {RECORD} r ON r.batch_id = b.id
        WHERE r.withdrawn_at IS DISTINCT FROM b.withdrawn_at
    ) THEN
        RAISE EXCEPTION 'dataset records are withdrawn with their whole batch'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$
"""
# No other column of a record changes, and a trigger with such a table names none.
IN_WHOLE = f"""
CREATE TRIGGER refuse_withdrawal_in_part AFTER UPDATE ON {RECORD}
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_withdrawal_in_part()
"""


def _once(table: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER refuse_return BEFORE UPDATE OF withdrawn_at ON {table} FOR EACH ROW "
        "WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER refuse_return ON {table}")


def _kept(table: str, columns: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER refuse_rewriting BEFORE UPDATE OF {columns} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER refuse_rewriting ON {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0045_daily_tallies"),
        ("parties", "0014_weeks_of_a_mission"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_stray_records()"),
        migrations.RunSQL(TRIGGER, f"DROP TRIGGER refuse_stray_records ON {RECORD}"),
        *(_kept(table, columns) for table, columns in KEPT.items()),
        *map(_once, KEPT),
        migrations.RunSQL(WHOLE, "DROP FUNCTION refuse_withdrawal_in_part()"),
        migrations.RunSQL(IN_WHOLE, f"DROP TRIGGER refuse_withdrawal_in_part ON {RECORD}"),
        migrations.AlterField(
            model_name="datasetrecord",
            name="batch",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="incidents.datasetbatch",
                verbose_name="batch",
            ),
        ),
        migrations.AlterField(
            model_name="datasetrecord",
            name="mission",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.mission",
                verbose_name="mission",
            ),
        ),
    ]
