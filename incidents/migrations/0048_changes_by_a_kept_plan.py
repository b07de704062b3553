"""Tell how many changes were made by a plan that each connection keeps: every request asks."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION changes_made() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM set_config('ceasefire.counted', '', true);
    RETURN (SELECT sum(changes)::bigint FROM change_count);
END
$$
"""
ANEW = """
CREATE OR REPLACE FUNCTION changes_made() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT set_config('ceasefire.counted', '', true);
    SELECT sum(changes)::bigint FROM change_count;
$$
"""


class Migration(migrations.Migration):
    """One function, in another language of PostgreSQL."""

    dependencies = [("incidents", "0047_leaves_of_datasets")]
    operations = [migrations.RunSQL(KEPT, ANEW)]
