"""Places for the versions whose entries had one already, and indexes by the places.

Nobody waits for it: rows are filled a part at a time, and indexes are built beside the writes.
After it broke off it can be run again.
"""

from typing import Any

from django.db import migrations, models

ROWS_AT_ONCE = 10_000
FILL = """
UPDATE incidents_incidentversion kept SET place = placed.seq
FROM incidents_ledgerentry placed
WHERE placed.journal_id = kept.journal_number AND kept.place IS NULL
    AND kept.id >= %s AND kept.id < %s
"""


def fill_places(_apps: Any, schema_editor: Any, at_once: int = ROWS_AT_ONCE) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM incidents_incidentversion")
        (newest,) = cursor.fetchone()
        for first in range(0, newest + 1, at_once):
            cursor.execute(FILL, [first, first + at_once])


def _unmade(name: str) -> str:
    return f"DROP INDEX CONCURRENTLY IF EXISTS {name}"


def _made(name: str, columns: str) -> list[str]:
    """What broke off leaves an index that is of no use."""
    made = f"CREATE INDEX CONCURRENTLY {name} ON incidents_incidentversion {columns}"
    return [_unmade(name), made]


def _new(columns: str, index: models.Index) -> migrations.RunSQL:
    state = [migrations.AddIndex(model_name="incidentversion", index=index)]
    made, unmade = _made(index.name, columns), _unmade(index.name)
    return migrations.RunSQL(made, [unmade], state_operations=state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("incidents", "0051_one_index_of_readings")]

    operations = [
        migrations.RunPython(fill_places, migrations.RunPython.noop, atomic=False),
        _new(
            "(incident_id, id DESC) INCLUDE (place)",
            models.Index(
                fields=["incident", "-id"], include=["place"], name="incident_version_placed"
            ),
        ),
        _new(
            "(place, incident_id)",
            models.Index(fields=["place", "incident"], name="incident_version_place"),
        ),
        migrations.RunSQL(
            [_unmade("incident_version_newest")],
            _made("incident_version_newest", "(incident_id, id DESC)"),
            state_operations=[
                migrations.RemoveIndex(model_name="incidentversion", name="incident_version_newest")
            ],
        ),
    ]
