"""Tallies of mission days, and marks of the days that changed since: triggers leave them.

Every day that has incidents is marked to begin with, and tallied by the worker in time.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

RELEASES = [("public", "public"), ("parties", "parties"), ("mission", "mission")]
# As the owner: requests go on while others migrate, and their roles get their rights at the end.
# By the row: filing makes one incident, which a table of new rows would cost twice as much.
MARK_NEW = """
CREATE FUNCTION mark_day_of_incident() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO incidents_staleday (mission_id, mission_day)
    VALUES (NEW.mission_id, NEW.mission_day);
    RETURN NULL;
END
$$;
CREATE TRIGGER mark_day AFTER INSERT ON incidents_incident
FOR EACH ROW WHEN (NEW.mission_day IS NOT NULL) EXECUTE FUNCTION mark_day_of_incident();
"""
# An incident that moves to another day leaves one.
MARK_CHANGED = """
CREATE FUNCTION mark_days_of_incidents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO incidents_staleday (mission_id, mission_day)
    SELECT mission_id, mission_day FROM before WHERE mission_day IS NOT NULL
    UNION
    SELECT mission_id, mission_day FROM since WHERE mission_day IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER mark_days AFTER UPDATE ON incidents_incident
REFERENCING OLD TABLE AS before NEW TABLE AS since
FOR EACH STATEMENT EXECUTE FUNCTION mark_days_of_incidents();
"""
# Incidents stand in the area of their place. While one is being changed nobody tallies, so that
# no tally holds an incident that this does not find.
MARK_AREA = """
CREATE FUNCTION mark_days_of_area() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7, 0);
    INSERT INTO incidents_staleday (mission_id, mission_day)
    SELECT DISTINCT mission_id, mission_day FROM incidents_incident
    WHERE place_id = NEW.id AND mission_day IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER mark_days_of_area AFTER UPDATE OF area ON parties_place
FOR EACH ROW WHEN (OLD.area IS DISTINCT FROM NEW.area) EXECUTE FUNCTION mark_days_of_area();
"""
MARK_ALL = """
INSERT INTO incidents_staleday (mission_id, mission_day)
SELECT DISTINCT mission_id, mission_day FROM incidents_incident WHERE mission_day IS NOT NULL
"""


def _undo(trigger: str, table: str, function: str) -> str:
    return f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}()"


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0044_positions_in_microdegrees"),
        ("parties", "0014_weeks_of_a_mission"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaleDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mission_day", models.DateField(verbose_name="mission day")),
                ("marked_at", models.DateTimeField(db_default=Now(), verbose_name="marked at")),
                (
                    "mission",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.mission",
                        verbose_name="mission",
                    ),
                ),
            ],
            options={
                "verbose_name": "stale day",
                "verbose_name_plural": "stale days",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DailyTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mission_day", models.DateField(verbose_name="mission day")),
                ("dimension", models.CharField(max_length=20, verbose_name="dimension")),
                ("code", models.CharField(max_length=200, verbose_name="code")),
                (
                    "release",
                    models.CharField(choices=RELEASES, max_length=10, verbose_name="release"),
                ),
                ("restricted", models.BooleanField(verbose_name="restricted")),
                ("counted", models.PositiveIntegerField(verbose_name="counted")),
                ("set_aside", models.PositiveIntegerField(verbose_name="not counted")),
                ("report_count", models.BigIntegerField(verbose_name="reports")),
                ("killed_low", models.BigIntegerField(verbose_name="killed, at least")),
                ("killed_unsaid", models.PositiveIntegerField(verbose_name="killed not known")),
                ("injured_low", models.BigIntegerField(verbose_name="injured, at least")),
                ("injured_unsaid", models.PositiveIntegerField(verbose_name="injured not known")),
                ("count_low", models.BigIntegerField(verbose_name="count")),
                ("count_unsaid", models.PositiveIntegerField(verbose_name="count not known")),
                (
                    "mission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.mission",
                        verbose_name="mission",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily tally",
                "verbose_name_plural": "daily tallies",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["mission", "dimension", "mission_day"], name="tally_by_dimension"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            MARK_NEW, _undo("mark_day", "incidents_incident", "mark_day_of_incident")
        ),
        migrations.RunSQL(
            MARK_CHANGED, _undo("mark_days", "incidents_incident", "mark_days_of_incidents")
        ),
        migrations.RunSQL(
            MARK_AREA, _undo("mark_days_of_area", "parties_place", "mark_days_of_area")
        ),
        migrations.RunSQL(MARK_ALL, migrations.RunSQL.noop),
    ]
