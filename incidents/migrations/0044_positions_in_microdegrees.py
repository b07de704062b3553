"""Positions once more in whole microdegrees, which an index compares behind the second wall.

All four columns in one statement, since each statement would write the table anew.
"""

from django.db import migrations, models
from django.db.models.functions import Cast

COLUMNS = ("lat", "lon", "public_lat", "public_lon")
ADD = ", ".join(
    f"ADD COLUMN {name}_micro integer GENERATED ALWAYS AS (({name} * 1000000)::integer) STORED"
    for name in COLUMNS
)
DROP = ", ".join(f"DROP COLUMN {name}_micro" for name in COLUMNS)


def _in_microdegrees(name: str) -> migrations.AddField:
    return migrations.AddField(
        model_name="incident",
        name=f"{name}_micro",
        field=models.GeneratedField(
            db_persist=True,
            expression=Cast(models.F(name) * 1000000, models.IntegerField()),
            output_field=models.IntegerField(),
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0043_no_index_twice")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"ALTER TABLE incidents_incident {ADD}",
                    f"ALTER TABLE incidents_incident {DROP}",
                )
            ],
            [_in_microdegrees(name) for name in COLUMNS],
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["lat_micro", "lon_micro"], name="incident_position"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["public_lat_micro", "public_lon_micro"], name="incident_coarse_position"
            ),
        ),
    ]
