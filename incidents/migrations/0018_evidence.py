"""Make the tables of evidence: uploads, stored files, what was found, who handled them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Six tables, and the new codes of duties and of the journal."""

    dependencies = [
        ("incidents", "0017_return_lines"),
        ("parties", "0009_step_of_voiding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False, verbose_name="id")),
                ("report_id", models.UUIDField(verbose_name="report id")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                (
                    "claimed_type",
                    models.CharField(blank=True, max_length=100, verbose_name="type as claimed"),
                ),
                (
                    "collected_by",
                    models.CharField(blank=True, max_length=200, verbose_name="collected by"),
                ),
                ("collected_at", models.DateTimeField(null=True, verbose_name="collected at")),
                ("device", models.CharField(blank=True, max_length=200, verbose_name="device")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="source address"),
                ),
                (
                    "capture",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("photographed", "photographed"),
                            ("filmed", "filmed"),
                            ("recorded", "sound recorded"),
                            ("fixed_camera", "taken by a fixed camera"),
                            ("uav", "taken from a UAV"),
                            ("screenshot", "screenshot"),
                            ("scanned", "scanned from paper"),
                            ("downloaded", "downloaded"),
                            ("handed_over", "handed over by somebody else"),
                        ],
                        max_length=20,
                        verbose_name="capture",
                    ),
                ),
                ("graphic", models.BooleanField(default=False, verbose_name="graphic")),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("received_at", models.DateTimeField(null=True, verbose_name="received at")),
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
                    "uploader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploader",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="SHA-256"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("media_type", models.CharField(max_length=40, verbose_name="type by signature")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
            ],
            options={
                "verbose_name": "stored file",
                "verbose_name_plural": "stored files",
            },
        ),
        migrations.AlterField(
            model_name="duty",
            name="kind",
            field=models.CharField(
                choices=[
                    ("recount_day", "recount a mission day"),
                    ("publish_day", "publish a daily report"),
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
                ],
                max_length=30,
                verbose_name="action",
            ),
        ),
        migrations.CreateModel(
            name="CustodyEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="id")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("received", "received, and its hash verified"),
                            ("attached", "attached to a report"),
                            ("inspected", "inspected"),
                            ("derived", "copy without metadata made"),
                            ("verified", "read again: intact"),
                            ("found_missing", "read again: missing"),
                            ("found_changed", "read again: changed"),
                            ("viewed", "working copy viewed"),
                            ("exported", "original handed out"),
                            ("marked_graphic", "marked as graphic"),
                            ("unmarked_graphic", "no longer marked as graphic"),
                            ("released", "copy released"),
                            ("withheld", "copy withheld"),
                        ],
                        max_length=20,
                        verbose_name="step",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Empty when the system did it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="actor",
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
                    "upload",
                    models.ForeignKey(
                        help_text="Empty when it concerns the file wherever it is attached.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="incidents.upload",
                        verbose_name="upload",
                    ),
                ),
            ],
            options={
                "verbose_name": "custody entry",
                "verbose_name_plural": "custody entries",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="inspection",
                        serialize=False,
                        to="incidents.storedfile",
                        verbose_name="file",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("decoded", "decoded"),
                            ("not_decoded", "no copy is made of this kind of file"),
                            ("undecodable", "could not be decoded; the original is kept"),
                            ("too_large", "too large to be decoded; the original is kept"),
                            ("timed_out", "took too long to decode; the original is kept"),
                            ("crashed", "the decoder crashed; the original is kept"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("width", models.PositiveIntegerField(null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(null=True, verbose_name="height")),
                (
                    "oddities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="oddities",
                    ),
                ),
                ("tags", models.JSONField(verbose_name="tags as found")),
                ("gps", models.JSONField(verbose_name="position as found")),
            ],
            options={
                "verbose_name": "inspection",
                "verbose_name_plural": "inspections",
            },
        ),
        migrations.CreateModel(
            name="Derivative",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="id")),
                ("name", models.CharField(max_length=20, verbose_name="name")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="bytes")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="derivatives",
                        to="incidents.storedfile",
                        verbose_name="made of",
                    ),
                ),
            ],
            options={
                "verbose_name": "derivative",
                "verbose_name_plural": "derivatives",
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "upload",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="evidence",
                        serialize=False,
                        to="incidents.upload",
                        verbose_name="upload",
                    ),
                ),
                ("attached_at", models.DateTimeField(verbose_name="attached at")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="incidents.storedfile",
                        verbose_name="file",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="incidents.report",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["attached_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["report_id"], name="upload_report"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                fields=("uploader", "report_id", "sha256"), name="one_upload_per_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)), name="upload_is_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="custodyentry",
            index=models.Index(fields=["upload", "step"], name="custody_upload"),
        ),
        migrations.AddIndex(
            model_name="custodyentry",
            index=models.Index(fields=["sha256"], name="custody_file"),
        ),
        migrations.AddConstraint(
            model_name="derivative",
            constraint=models.UniqueConstraint(
                fields=("file", "name"), name="one_derivative_of_a_name"
            ),
        ),
    ]
