"""Exports: lists that a worker writes for one person; their rows stay when the file is gone."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


TRIGGERS = (
    ("refuse_erasure", "DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _trigger(name: str, event: str, each: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} BEFORE {event} ON incidents_export FOR EACH {each}"
    return migrations.RunSQL(
        f"{made} EXECUTE FUNCTION refuse_erasure()", f"DROP TRIGGER {name} ON incidents_export"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0034_changes_are_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="duty",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recount_day", "recount a mission day"),
                    ("publish_day", "publish a daily report"),
                    ("release_day", "make a daily report public"),
                    ("print_report", "set a daily report on paper"),
                    ("read_dataset", "read a file of a dataset"),
                    ("make_export", "write a list to a file"),
                    ("end_export", "remove a file whose time is over"),
                    ("inspect_evidence", "look into a file"),
                    ("check_evidence", "read stored files again"),
                    ("open_sign_off", "open a sign-off when the time for replies is over"),
                    ("close_sign_off", "close a sign-off when its time is over"),
                    ("remind", "remind of an incident"),
                    ("silent_post", "ask after a post that sent no return"),
                    ("tell_alerts", "tell a subscription's alerts"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="Export",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="id",
                    ),
                ),
                ("key", models.UUIDField(verbose_name="key")),
                ("query", models.TextField(verbose_name="query")),
                ("address", models.CharField(max_length=200, verbose_name="address of the site")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("made_at", models.DateTimeField(null=True, verbose_name="made at")),
                ("failure", models.TextField(blank=True, verbose_name="failure")),
                ("manifest", models.BinaryField(null=True, verbose_name="manifest")),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "export",
                "verbose_name_plural": "exports",
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "key"), name="one_export_per_person_and_key"
                    )
                ],
            },
        ),
        *(_trigger(*parts) for parts in TRIGGERS),
    ]
