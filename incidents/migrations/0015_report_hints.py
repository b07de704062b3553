"""What may be a slip in a report is kept with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Reports filed before were not looked at, and hold no hint."""

    dependencies = [("incidents", "0014_redactions")]

    operations = [
        migrations.AddField(
            "report",
            "hints",
            models.JSONField(default=list, editable=False, verbose_name="hints"),
        ),
    ]
