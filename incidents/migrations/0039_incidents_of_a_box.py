"""Indexes for the incidents of a box on the map, where they are exactly and coarsely."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0038_alerts_of_what_is_missing"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["lat", "lon"], name="incident_position"),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["public_lat", "public_lon"], name="incident_public_position"
            ),
        ),
    ]
