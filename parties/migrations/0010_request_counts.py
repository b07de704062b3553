"""How much each person asks of the API: one row a person, not logged to disk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0009_step_of_voiding"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "minute",
                    models.BigIntegerField(help_text="Minutes since 1970.", verbose_name="minute"),
                ),
                (
                    "spent",
                    models.PositiveIntegerField(help_text="Of that minute.", verbose_name="spent"),
                ),
            ],
            options={
                "verbose_name": "request count",
                "verbose_name_plural": "request counts",
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE parties_requestcount SET UNLOGGED",
            "ALTER TABLE parties_requestcount SET LOGGED",
        ),
    ]
