"""Make the tables of proposed corrections, which only grow, and name what becomes of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("incidents_proposal", "incidents_proposaldecision")
TRIGGERS = (
    ("refuse_change", "UPDATE OR DELETE", "ROW"),
    ("refuse_truncate", "TRUNCATE", "STATEMENT"),
)


def _refusals() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()",
            f"DROP TRIGGER {name} ON {table}",
        )
        for table in TABLES
        for name, events, each in TRIGGERS
    ]


class Migration(migrations.Migration):
    """Proposals and what was decided on them."""

    dependencies = [
        ("incidents", "0011_claims"),
        ("parties", "0009_step_of_voiding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="finding",
            name="made_by",
            field=models.ForeignKey(
                help_text="Empty when it followed from what nobody signed in for.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
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
                ],
                max_length=30,
                verbose_name="action",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="incidents.report",
                        verbose_name="corrects the account of",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="parties.mission",
                        verbose_name="mission",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="incidents.report",
                        verbose_name="proposed correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed correction",
                "verbose_name_plural": "proposed corrections",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("decided_at", models.DateTimeField(verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="incidents.proposal",
                        verbose_name="proposed correction",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision on a proposed correction",
                "verbose_name_plural": "decisions on proposed corrections",
            },
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["-proposed_at", "-id"], name="proposal_newest"),
        ),
        *_refusals(),
    ]
