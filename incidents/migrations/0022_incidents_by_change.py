"""An index of incidents by their last change, for tools that fetch what is new."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0021_journal_in_step"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(fields=["updated_at", "id"], name="incident_changed"),
        ),
    ]
