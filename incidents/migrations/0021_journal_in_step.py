"""Let who publishes wait until every entry with a smaller number is written.

Numbers of journal entries are given before their transactions end, so that a greater one
may be seen earlier. Each writer therefore holds a shared lock until it ends, taken before
its number is given; a report is made from a state in which nobody holds it.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION journal_in_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(3, 0);
    RETURN NULL;
END
$$
"""
TRIGGER = """
CREATE TRIGGER journal_in_step BEFORE INSERT ON incidents_journalentry
FOR EACH STATEMENT EXECUTE FUNCTION journal_in_step()
"""


class Migration(migrations.Migration):
    """A trigger on the journal."""

    dependencies = [("incidents", "0020_sightings")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION journal_in_step()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER journal_in_step ON incidents_journalentry"),
    ]
