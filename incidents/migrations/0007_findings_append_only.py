"""Let only the status of a finding move, and bind each sign-off to its finding's snapshot."""

from django.db import migrations

TABLES = (
    "incidents_breachof",
    "incidents_attributedside",
    "incidents_partynotice",
    "incidents_reply",
    "incidents_signoffcall",
    "incidents_signoff",
    "incidents_complianceword",
)

# A finding is published once; only its status and that moment ever change.
FUNCTION = """
CREATE FUNCTION refuse_change_of_finding() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'status' - 'published_at' <> to_jsonb(OLD) - 'status' - 'published_at'
        OR OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at
    THEN
        RAISE EXCEPTION 'UPDATE of % is refused: it only grows', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$
"""

BOUND = """
ALTER TABLE incidents_finding
    ADD CONSTRAINT one_snapshot_per_finding UNIQUE (id, snapshot_hash);
ALTER TABLE incidents_signoff
    ADD CONSTRAINT signed_snapshot_is_the_findings FOREIGN KEY (finding_id, snapshot_hash)
    REFERENCES incidents_finding (id, snapshot_hash);
ALTER TABLE incidents_signoff
    ADD CONSTRAINT signed_by_a_called_party FOREIGN KEY (finding_id, party_id)
    REFERENCES incidents_signoffcall (finding_id, party_id);
"""
UNBOUND = """
ALTER TABLE incidents_signoff DROP CONSTRAINT signed_by_a_called_party;
ALTER TABLE incidents_signoff DROP CONSTRAINT signed_snapshot_is_the_findings;
ALTER TABLE incidents_finding DROP CONSTRAINT one_snapshot_per_finding;
"""

ROW_TRIGGER = """
CREATE TRIGGER {1} BEFORE {2} ON {0}
FOR EACH ROW EXECUTE FUNCTION {3}()
"""
TABLE_TRIGGER = """
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {0}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def _row(table: str, name: str, events: str, function: str) -> migrations.RunSQL:
    sql = ROW_TRIGGER.format(table, name, events, function)
    return migrations.RunSQL(sql, f"DROP TRIGGER {name} ON {table}")


def _table(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        TABLE_TRIGGER.format(table), f"DROP TRIGGER refuse_truncate ON {table}"
    )


def _operations() -> list[migrations.RunSQL]:
    finding = "incidents_finding"
    made = [migrations.RunSQL(FUNCTION, "DROP FUNCTION refuse_change_of_finding()")]
    made.append(_row(finding, "refuse_rewriting", "UPDATE", "refuse_change_of_finding"))
    made.append(_row(finding, "refuse_change", "DELETE", "refuse_change"))
    made.append(_table(finding))
    for table in TABLES:
        made.append(_row(table, "refuse_change", "UPDATE OR DELETE", "refuse_change"))
        made.append(_table(table))
    made.append(migrations.RunSQL(BOUND, UNBOUND))
    return made


class Migration(migrations.Migration):
    """Triggers on findings and all that stands beside them."""

    dependencies = [("incidents", "0006_findings")]
    operations = _operations()
