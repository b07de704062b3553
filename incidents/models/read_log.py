"""The read log: who read what of the fields that not everybody may read."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.enums import Reading
from incidents.models.insert_once import InsertManager


class ReadLog(models.Model):
    """One reading: a person read restricted fields of an object, or a list over the API.

    Never changed: a database trigger refuses UPDATE, DELETE and TRUNCATE. It holds no
    address of anybody's machine and no words that somebody searched for.
    """

    id = models.BigAutoField(_("id"), primary_key=True)
    at = models.DateTimeField(_("at"))
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reader"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # reading_newest begins with it
    )
    what = models.CharField(_("what"), max_length=20, choices=Reading.choices)
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    query = models.CharField(_("query"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    groups = ArrayField(models.CharField(max_length=20), verbose_name=_("restricted fields"))

    objects = InsertManager()

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-id"]
        indexes = [models.Index(fields=["mission", "-id"], name="reading_newest")]

    def __str__(self) -> str:
        """Return place in the log and what was read."""
        return f"{self.pk} {self.what}"
