"""Insert on conflict do nothing: the database decides who came first."""

from django.db import connections, models


class InsertOnceManager(models.Manager):
    """Inserts a row once, however many try at the same time."""

    def insert_once(self, row: models.Model) -> bool:
        """Insert ``row`` and set its key, or do nothing if it is there already.

        Returns True when this call inserted the row. Waits for a rival transaction
        that inserts the same row, so that afterwards the row can be read.
        """
        fields = [f for f in row._meta.concrete_fields if not f.primary_key]
        connection = connections[self.db]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(str(f.column)) for f in fields)
        marks = ", ".join(["%s"] * len(fields))
        sql = (
            f"INSERT INTO {quote(row._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
            f" ON CONFLICT DO NOTHING RETURNING {quote(str(row._meta.pk.column))}"
        )
        values = [f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            inserted = cursor.fetchone()
        if inserted:
            row.pk = inserted[0]
            row._state.adding = False  # noqa: SLF001 - as Model.save does
        return inserted is not None
