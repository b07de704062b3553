"""Make the tables of other people's datasets; their rows are withdrawn, never erased."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("incidents_datasetbatch", "incidents_datasetrecord")
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
        ("incidents", "0024_log_key_changed"),
        ("parties", "0010_request_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="journalentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("report_filed", "report filed"),
                    ("variant_kept", "variant kept"),
                    ("custody", "custody of evidence"),
                    ("incident_opened", "incident opened"),
                    ("report_linked", "report linked"),
                    ("report_unlinked", "report unlinked"),
                    ("incident_merged", "incident merged"),
                    ("incident_unmerged", "merge undone"),
                    ("incident_split", "incident split"),
                    ("correction_proposed", "correction proposed"),
                    ("proposal_accepted", "proposed correction accepted"),
                    ("proposal_refused", "proposed correction refused"),
                    ("proposal_withdrawn", "proposed correction withdrawn"),
                    ("status_set", "status set"),
                    ("return_filed", "daily return filed"),
                    ("day_published", "daily report published"),
                    ("finding_made", "version of a finding made"),
                    ("finding_moved", "finding moved"),
                    ("party_notified", "party notified"),
                    ("reply_received", "reply received"),
                    ("sign_off_called", "sign-off called"),
                    ("signed_off", "signed off"),
                    ("compliance_said", "compliance said"),
                    ("claimed", "claimed"),
                    ("assigned", "assigned"),
                    ("claim_released", "claim released"),
                    ("reminder_set", "reminder set"),
                    ("redaction_proposed", "redaction proposed"),
                    ("redaction_declined", "redaction declined"),
                    ("report_redacted", "report redacted"),
                    ("log_key_changed", "log's key changed"),
                    ("dataset_imported", "dataset imported"),
                    ("dataset_withdrawn", "import of a dataset withdrawn"),
                ],
                max_length=30,
                verbose_name="action",
            ),
        ),
        migrations.CreateModel(
            name="DatasetBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dataset", models.CharField(max_length=80, verbose_name="dataset")),
                ("kind", models.CharField(max_length=10, verbose_name="kind of file")),
                ("licence", models.CharField(max_length=500, verbose_name="licence")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of the file")),
                ("added", models.PositiveIntegerField(verbose_name="rows added")),
                ("imported_at", models.DateTimeField(verbose_name="imported at")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="imported by",
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
                "verbose_name": "batch of dataset records",
                "verbose_name_plural": "batches of dataset records",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="DatasetRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dataset", models.CharField(max_length=80, verbose_name="dataset")),
                ("external_id", models.CharField(max_length=80, verbose_name="external id")),
                ("day_from", models.DateField(verbose_name="first day")),
                ("day_until", models.DateField(verbose_name="last day")),
                ("time_precision", models.CharField(max_length=2, verbose_name="time precision")),
                (
                    "lat",
                    models.DecimalField(
                        decimal_places=6, max_digits=8, null=True, verbose_name="latitude"
                    ),
                ),
                (
                    "lon",
                    models.DecimalField(
                        decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                    ),
                ),
                (
                    "position_precision",
                    models.CharField(max_length=2, verbose_name="position precision"),
                ),
                ("event_type", models.CharField(max_length=500, verbose_name="type of event")),
                ("side_a", models.CharField(blank=True, max_length=500, verbose_name="first side")),
                (
                    "side_b",
                    models.CharField(blank=True, max_length=500, verbose_name="second side"),
                ),
                ("place", models.CharField(blank=True, max_length=500, verbose_name="place")),
                ("country", models.CharField(blank=True, max_length=500, verbose_name="country")),
                (
                    "killed_low",
                    models.PositiveIntegerField(null=True, verbose_name="killed, at least"),
                ),
                ("killed_best", models.PositiveIntegerField(null=True, verbose_name="killed")),
                (
                    "killed_high",
                    models.PositiveIntegerField(null=True, verbose_name="killed, at most"),
                ),
                ("source", models.CharField(blank=True, max_length=500, verbose_name="source")),
                ("row", models.JSONField(verbose_name="row as it came")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="incidents.datasetbatch",
                        verbose_name="batch",
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
                "verbose_name": "dataset record",
                "verbose_name_plural": "dataset records",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["mission", "day_from"], name="dataset_record_day")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("mission", "dataset", "external_id"),
                        name="one_record_per_external_id",
                    )
                ],
            },
        ),
        *(_trigger(table, *one) for table in TABLES for one in TRIGGERS),
    ]
