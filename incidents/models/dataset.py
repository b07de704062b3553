"""Datasets of others: what they say of events, kept apart from all that the mission knows."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DatasetBatch(models.Model):
    """One import of one file, with the licence it came under; it can be withdrawn, once.

    Its root is the Merkle root over the leaf hashes of its records, by external id in the
    order of code points; null where it was imported before there were leaves.
    """

    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    dataset = models.CharField(_("dataset"), max_length=80)
    kind = models.CharField(_("kind of file"), max_length=10)
    licence = models.CharField(_("licence"), max_length=500)
    sha256 = models.CharField(_("hash of the file"), max_length=64)
    added = models.PositiveIntegerField(_("rows added"))
    root = models.BinaryField(_("root over its rows"), null=True)
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        """Names and order."""

        verbose_name = _("batch of dataset records")
        verbose_name_plural = _("batches of dataset records")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Return dataset and number."""
        return f"{self.dataset} {self.pk}"


class DatasetRecord(models.Model):
    """What a dataset says of one event: an allegation of its authors, no incident of ours.

    It stands in no count, list, map or daily report, and nothing of it is verified. A trigger
    looks once for all new records whether their batch is there, of their mission and dataset.
    """

    batch = models.ForeignKey(
        DatasetBatch,
        verbose_name=_("batch"),
        on_delete=models.PROTECT,
        related_name="records",
        db_constraint=False,
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,  # dataset_record_day begins with it
    )
    dataset = models.CharField(_("dataset"), max_length=80)
    external_id = models.CharField(_("external id"), max_length=80)
    day_from = models.DateField(_("first day"))
    day_until = models.DateField(_("last day"))
    time_precision = models.CharField(_("time precision"), max_length=2)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True)
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    position_precision = models.CharField(_("position precision"), max_length=2)
    event_type = models.CharField(_("type of event"), max_length=500)
    side_a = models.CharField(_("first side"), max_length=500, blank=True)
    side_b = models.CharField(_("second side"), max_length=500, blank=True)
    place = models.CharField(_("place"), max_length=500, blank=True)
    country = models.CharField(_("country"), max_length=500, blank=True)
    killed_low = models.PositiveIntegerField(_("killed, at least"), null=True)
    killed_best = models.PositiveIntegerField(_("killed"), null=True)
    killed_high = models.PositiveIntegerField(_("killed, at most"), null=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    row = models.JSONField(_("row as it came"))
    leaf = models.BinaryField(_("leaf hash"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        """Names, order, bounds and indexes."""

        verbose_name = _("dataset record")
        verbose_name_plural = _("dataset records")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "dataset", "external_id"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_record_per_external_id",
            ),
        ]
        indexes = [models.Index(fields=["mission", "day_from"], name="dataset_record_day")]

    def __str__(self) -> str:
        """Return dataset and number there."""
        return f"{self.dataset} {self.external_id}"
