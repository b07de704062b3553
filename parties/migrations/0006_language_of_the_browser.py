"""Nobody could choose a language yet: what stood there was only the default."""

from django.conf import settings
from django.db import migrations, models


def forget_defaults(apps, schema_editor):
    apps.get_model("parties", "User").objects.filter(language="en").update(language="")


def say_english(apps, schema_editor):
    apps.get_model("parties", "User").objects.filter(language="").update(language="en")


class Migration(migrations.Migration):
    """A person without a language of their own reads that of the browser."""

    dependencies = [("parties", "0005_findings_per_mission")]

    operations = [
        migrations.AlterField(
            "user",
            "language",
            models.CharField(
                blank=True,
                choices=settings.LANGUAGES,
                default="",
                help_text=(
                    "The language of the pages this person sees; empty: as the browser asks."
                ),
                max_length=10,
                verbose_name="language",
            ),
        ),
        migrations.RunPython(forget_defaults, say_english),
    ]
