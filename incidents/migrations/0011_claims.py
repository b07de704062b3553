"""Make the table of claims, which only end, and name the acts of the queue."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLE = "incidents_claim"

# A claim ends once; nothing else of it ever changes.
FUNCTION = """
CREATE FUNCTION refuse_change_of_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'released_at' <> to_jsonb(OLD) - 'released_at'
        OR OLD.released_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""
TRIGGERS = (
    ("refuse_change_of_claim", "UPDATE", "ROW", "refuse_change_of_claim"),
    ("refuse_erasure", "DELETE", "ROW", "refuse_change"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT", "refuse_change"),
)


def _refusals() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_claim()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER {name} BEFORE {events} ON {TABLE} "
                f"FOR EACH {each} EXECUTE FUNCTION {function}()",
                f"DROP TRIGGER {name} ON {TABLE}",
            )
            for name, events, each, function in TRIGGERS
        ),
    ]


class Migration(migrations.Migration):
    """One table and its triggers."""

    dependencies = [
        ("incidents", "0010_read_log"),
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
                    ("open_sign_off", "open a sign-off when the time for replies is over"),
                    ("close_sign_off", "close a sign-off when its time is over"),
                    ("remind", "remind of an incident"),
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
                    ("incident_opened", "incident opened"),
                    ("report_linked", "report linked"),
                    ("report_unlinked", "report unlinked"),
                    ("incident_merged", "incident merged"),
                    ("incident_unmerged", "merge undone"),
                    ("incident_split", "incident split"),
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
                ],
                max_length=30,
                verbose_name="action",
            ),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimed_at", models.DateTimeField(verbose_name="claimed at")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("released_at", models.DateTimeField(null=True, verbose_name="released at")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="holder",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="incidents.incident",
                        verbose_name="incident",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["claimed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("incident",),
                        name="one_claim_per_incident",
                    )
                ],
            },
        ),
        *_refusals(),
    ]
