"""Editions: names for what the record was at a signed checkpoint, which never change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TRIGGERS = (
    ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW"),
    ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT"),
)


def _trigger(name: str, when: str, each: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} {when} ON incidents_edition FOR EACH {each}"
    return migrations.RunSQL(
        f"{made} EXECUTE FUNCTION refuse_change()", f"DROP TRIGGER {name} ON incidents_edition"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0049_places_of_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What readers should know of it.", verbose_name="note"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="incidents.checkpoint",
                        verbose_name="checkpoint",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name__regex", "^(?!\\d+$)(?!now$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
                        ),
                        name="edition_is_named",
                    )
                ],
            },
        ),
        *(_trigger(*parts) for parts in TRIGGERS),
    ]
