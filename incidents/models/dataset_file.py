"""Files of datasets that people bring, on their way in, and mappings for files to come."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DatasetFile(models.Model):
    """A file that a person brings to be imported: read first, imported once it is confirmed.

    ``found`` is what its reading told, ``wrong`` the rows that are not taken, ``refused`` why
    it is none. The file itself is kept as it came.
    """

    id = models.UUIDField(_("id"), primary_key=True)
    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("file"))
    size = models.PositiveIntegerField(_("bytes"))
    dataset = models.CharField(_("dataset"), max_length=80)
    licence = models.CharField(_("licence"), max_length=500)
    manner = models.JSONField(_("how it is read"))
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    brought_at = models.DateTimeField(_("brought at"))
    asked_at = models.DateTimeField(_("asked at"))
    checked_at = models.DateTimeField(_("checked at"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    done_at = models.DateTimeField(_("done at"), null=True)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    refused = models.JSONField(_("why it is not taken"), null=True)
    found = models.JSONField(_("what was found"), default=dict)
    wrong = models.JSONField(_("wrong rows"), default=list)
    batch = models.ForeignKey(
        "incidents.DatasetBatch",
        verbose_name=_("batch"),
        on_delete=models.PROTECT,
        related_name="files",
        null=True,
    )

    class Meta:
        """Names and order."""

        verbose_name = _("file of a dataset")
        verbose_name_plural = _("files of datasets")
        ordering = ["-brought_at"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    @property
    def is_waiting(self) -> bool:
        """Whether a worker has still to read or to import it."""
        if self.refused is not None or self.done_at is not None:
            return False
        return self.checked_at is None or self.confirmed_at is not None


class DatasetMapping(models.Model):
    """How files of one make are read, by name: the newest of a name is the one that holds."""

    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("name"), max_length=60)
    manner = models.JSONField(_("how files are read"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        """Names, order and index."""

        verbose_name = _("mapping of a dataset")
        verbose_name_plural = _("mappings of datasets")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["mission", "name"], name="dataset_mapping_name")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
