"""Let sign-offs of daily reports only grow, and bind each to its revision and its terms."""

from django.db import migrations

BOUND = """
ALTER TABLE incidents_dailyreport
    ADD CONSTRAINT one_content_per_revision UNIQUE (id, content_hash);
ALTER TABLE incidents_dailysignoffcall
    ADD CONSTRAINT one_terms_per_revision UNIQUE (report_id, terms_hash);
ALTER TABLE incidents_dailysignoff
    ADD CONSTRAINT signed_content_is_the_revisions FOREIGN KEY (report_id, snapshot_hash)
    REFERENCES incidents_dailyreport (id, content_hash),
    ADD CONSTRAINT signed_terms_are_the_calls FOREIGN KEY (report_id, terms_hash)
    REFERENCES incidents_dailysignoffcall (report_id, terms_hash);
"""
UNBOUND = """
ALTER TABLE incidents_dailysignoff
    DROP CONSTRAINT signed_terms_are_the_calls, DROP CONSTRAINT signed_content_is_the_revisions;
ALTER TABLE incidents_dailysignoffcall DROP CONSTRAINT one_terms_per_revision;
ALTER TABLE incidents_dailyreport DROP CONSTRAINT one_content_per_revision;
"""
TRIGGERS = (
    ("refuse_change", "BEFORE UPDATE OR DELETE", "ROW"),
    ("refuse_truncate", "BEFORE TRUNCATE", "STATEMENT"),
)
TABLES = ("incidents_dailysignoffcall", "incidents_dailysignoff")


def _trigger(table: str, name: str, when: str, each: str) -> migrations.RunSQL:
    made = f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each}"
    return migrations.RunSQL(
        f"{made} EXECUTE FUNCTION refuse_change()", f"DROP TRIGGER {name} ON {table}"
    )


class Migration(migrations.Migration):
    """Triggers and bonds of the sign-offs of daily reports."""

    dependencies = [("incidents", "0027_daily_sign_offs")]
    operations = [
        *(_trigger(table, *parts) for table in TABLES for parts in TRIGGERS),
        migrations.RunSQL(BOUND, UNBOUND),
    ]
