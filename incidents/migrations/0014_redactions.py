"""Make the tables of redactions, and open one narrow door in the tables that only grow."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What two parties agreed to destroy, and nothing else, may go from a report: while its
# redaction has their consent and is not done.
AGREED = """
CREATE FUNCTION agreed_redaction(mission bigint, report uuid) RETURNS text[]
LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(field), '{}') FROM (
        SELECT unnest(fields)::text AS field FROM incidents_redaction
        WHERE mission_id = mission AND report_id = report AND consented AND done_at IS NULL
    ) AS agreed
$$
"""

REPORT = """
CREATE FUNCTION refuse_change_of_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreed text[] := agreed_redaction(OLD.mission_id, OLD.report_id);
    was jsonb := to_jsonb(OLD) - 'content';
    becomes jsonb := to_jsonb(NEW) - 'content';
    told jsonb := convert_from(OLD.content, 'UTF8')::jsonb;
    left_over jsonb := convert_from(NEW.content, 'UTF8')::jsonb;
    field text;
BEGIN
    IF 'side_text' = ANY(agreed) THEN
        told := told - 'casualties';
        left_over := left_over - 'casualties';
    END IF;
    IF agreed = '{}' OR becomes - agreed <> was - agreed OR left_over <> told - agreed THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    FOREACH field IN ARRAY agreed LOOP
        IF becomes ->> field <> '' THEN
            RAISE EXCEPTION 'UPDATE of % is refused: a redaction only blanks', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$
"""

CASUALTY = """
CREATE FUNCTION refuse_change_of_casualty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    agreed text[];
BEGIN
    SELECT agreed_redaction(mission_id, report_id) INTO agreed
        FROM incidents_report WHERE key = OLD.report_id;
    IF NOT 'side_text' = ANY(coalesce(agreed, '{}')) OR NEW.side_text <> ''
        OR to_jsonb(NEW) - 'side_text' <> to_jsonb(OLD) - 'side_text'
    THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""

# Salts are added for a field that came later, or forgotten by an agreed redaction.
SALTS = """
CREATE FUNCTION refuse_change_of_salts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'kept' = to_jsonb(OLD) - 'kept' AND NEW.kept @> OLD.kept
        OR agreed_redaction(OLD.mission_id, OLD.report_id) <> '{}'
            AND NEW.mission_id = OLD.mission_id AND NEW.report_id = OLD.report_id
            AND NEW.secret IS NULL AND NEW.hidden @> OLD.hidden
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of % is refused: salts are only forgotten', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

# A redaction is answered once, and then done once.
REDACTION = """
CREATE FUNCTION refuse_change_of_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    answer text[] := ARRAY['answered_at', 'answered_by_id', 'answered_for_id', 'consented'];
BEGIN
    IF OLD.answered_at IS NULL AND NEW.done_at IS NULL
            AND to_jsonb(NEW) - answer = to_jsonb(OLD) - answer
        OR OLD.done_at IS NULL AND to_jsonb(NEW) - 'done_at' = to_jsonb(OLD) - 'done_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$
"""

FUNCTIONS = {
    "agreed_redaction(bigint, uuid)": AGREED,
    "refuse_change_of_report()": REPORT,
    "refuse_change_of_casualty()": CASUALTY,
    "refuse_change_of_salts()": SALTS,
    "refuse_change_of_redaction()": REDACTION,
}
# Table → which of its updates are refused; whether its old refusal makes way.
DOORS = {
    "incidents_report": ("refuse_change_of_report()", True),
    "incidents_casualty": ("refuse_change_of_casualty()", True),
    "incidents_contentsalts": ("refuse_change_of_salts()", False),
    "incidents_redaction": ("refuse_change_of_redaction()", False),
}
OLD = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {0}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
NEW = """
CREATE TRIGGER refuse_change BEFORE DELETE ON {0}
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON {0}
FOR EACH ROW EXECUTE FUNCTION {1}
"""
DROP_NEW = "DROP TRIGGER refuse_change ON {0}; DROP TRIGGER refuse_rewriting ON {0}"
TRUNCATE = """
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _refusals() -> list[migrations.RunSQL]:
    made = [migrations.RunSQL(sql, f"DROP FUNCTION {name}") for name, sql in FUNCTIONS.items()]
    for table, (function, had_refusal) in DOORS.items():
        if had_refusal:
            made.append(
                migrations.RunSQL(f"DROP TRIGGER refuse_change ON {table}", OLD.format(table))
            )
        else:
            drop = f"DROP TRIGGER refuse_truncate ON {table}"
            made.append(migrations.RunSQL(TRUNCATE.format(table), drop))
        made.append(migrations.RunSQL(NEW.format(table, function), DROP_NEW.format(table)))
    return made


class Migration(migrations.Migration):
    """Two tables, and the triggers around them."""

    dependencies = [
        ("incidents", "0013_signoff_terms"),
        ("parties", "0005_findings_per_mission"),
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
            name="ContentSalts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report_id", models.UUIDField(editable=False, verbose_name="report id")),
                ("secret", models.BinaryField(null=True, verbose_name="secret")),
                (
                    "kept",
                    models.JSONField(
                        default=dict, help_text="Field to 32 hex digits.", verbose_name="salts kept"
                    ),
                ),
                (
                    "hidden",
                    models.JSONField(
                        default=dict,
                        help_text="Content hash to field to 64 hex digits.",
                        verbose_name="commitments of what is gone",
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
                "verbose_name": "salts of a report",
                "verbose_name_plural": "salts of reports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mission", "report_id"), name="one_secret_per_report"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report_id", models.UUIDField(editable=False, verbose_name="report id")),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), size=None, verbose_name="fields"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("consented", models.BooleanField(null=True, verbose_name="consented")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "answered_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="answered for",
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redactions",
                        to="parties.mission",
                        verbose_name="mission",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                        verbose_name="proposed for",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["proposed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("mission", "report_id"),
                        name="one_open_redaction_per_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("answered_for__isnull", True),
                                ("consented__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("answered_for__isnull", False),
                                ("consented__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_redaction_is_answered_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_people_redact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("consented", False),
                            ("answered_for__isnull", True),
                            models.Q(("answered_for", models.F("proposed_for")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_parties_redact",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            models.Q(("consented", True), ("consented__isnull", False)),
                            _connector="OR",
                        ),
                        name="redacted_with_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fields", []), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="a_redaction_says_what_and_why",
                    ),
                ],
            },
        ),
        *_refusals(),
    ]
