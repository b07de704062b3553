"""Make the tables of dataset files on their way in, and of mappings; no row is erased."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("incidents_datasetfile", "incidents_datasetmapping")
TRIGGERS = (
    ("refuse_erasure", "DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _trigger(table: str, name: str, event: str, each: str) -> migrations.RunSQL:
    made = (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION refuse_erasure()"
    )
    return migrations.RunSQL(made, f"DROP TRIGGER {name} ON {table}")


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0029_embargo"),
        ("parties", "0010_request_counts"),
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
                    ("inspect_evidence", "look into a file"),
                    ("check_evidence", "read stored files again"),
                    ("open_sign_off", "open a sign-off when the time for replies is over"),
                    ("close_sign_off", "close a sign-off when its time is over"),
                    ("remind", "remind of an incident"),
                    ("silent_post", "ask after a post that sent no return"),
                ],
                max_length=30,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="DatasetFile",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False, verbose_name="id")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("content", models.BinaryField(verbose_name="file")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("dataset", models.CharField(max_length=80, verbose_name="dataset")),
                ("licence", models.CharField(max_length=500, verbose_name="licence")),
                ("manner", models.JSONField(verbose_name="how it is read")),
                ("brought_at", models.DateTimeField(verbose_name="brought at")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("refused", models.JSONField(null=True, verbose_name="why it is not taken")),
                ("found", models.JSONField(default=dict, verbose_name="what was found")),
                ("wrong", models.JSONField(default=list, verbose_name="wrong rows")),
                (
                    "batch",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="incidents.datasetbatch",
                        verbose_name="batch",
                    ),
                ),
                (
                    "brought_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="brought by",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
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
            ],
            options={
                "verbose_name": "file of a dataset",
                "verbose_name_plural": "files of datasets",
                "ordering": ["-brought_at"],
            },
        ),
        migrations.CreateModel(
            name="DatasetMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("manner", models.JSONField(verbose_name="how files are read")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
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
            ],
            options={
                "verbose_name": "mapping of a dataset",
                "verbose_name_plural": "mappings of datasets",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["mission", "name"], name="dataset_mapping_name")],
            },
        ),
        *(_trigger(table, *one) for table in TABLES for one in TRIGGERS),
    ]
