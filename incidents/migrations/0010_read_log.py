"""Make the read log, which only grows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "incidents_readlog"
TRIGGERS = (
    ("refuse_change", "UPDATE OR DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _refusals() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {name} BEFORE {events} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name} ON {TABLE}",
        )
        for name, events, each in TRIGGERS
    ]


class Migration(migrations.Migration):
    """One table and its triggers."""

    dependencies = [
        ("incidents", "0009_merges_only_end"),
        ("parties", "0005_findings_per_mission"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadLog",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="id")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("incident", "incident"),
                            ("history", "history of an incident"),
                            ("incidents", "list of incidents"),
                            ("report", "report"),
                            ("reports", "list of reports"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=80, verbose_name="subject")),
                ("query", models.CharField(blank=True, max_length=500, verbose_name="query")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="restricted fields",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.mission",
                        verbose_name="mission",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["mission", "-id"], name="reading_newest")],
            },
        ),
        *_refusals(),
    ]
