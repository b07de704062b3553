"""A table of the plain rivals; it stands in scratch databases only."""

from django.db import connection, models


class PlainReport(models.Model):
    """A report as one row without a past."""

    title = models.CharField(max_length=200)
    mission = models.CharField(max_length=20)
    post = models.CharField(max_length=20, blank=True)
    category = models.CharField(max_length=7)
    occurred_from = models.DateTimeField(null=True)
    lat = models.DecimalField(max_digits=8, decimal_places=6, null=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    count_low = models.PositiveIntegerField(null=True)
    narrative = models.TextField(blank=True)

    class Meta:
        app_label = "bench"  # which is not installed: no migration of the product knows it

    def __str__(self) -> str:
        return self.title


def create_table() -> None:
    """Make the table, unless a kept database has it."""
    if PlainReport._meta.db_table in connection.introspection.table_names():
        return
    with connection.schema_editor() as editor:
        editor.create_model(PlainReport)
