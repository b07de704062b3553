"""Exports: a long list as a file, made by a worker for one person, with a signed manifest."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """A list that somebody asked for as a file. The file ends; this row and its manifest stay."""

    id = models.UUIDField(_("id"), primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    key = models.UUIDField(_("key"))
    query = models.TextField(_("query"))
    address = models.CharField(_("address of the site"), max_length=200)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    made_at = models.DateTimeField(_("made at"), null=True)
    failure = models.TextField(_("failure"), blank=True)
    manifest = models.BinaryField(_("manifest"), null=True)
    signature = models.TextField(_("signature"), blank=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_export_per_person_and_key"),
        ]

    def __str__(self) -> str:
        """Return what was asked for."""
        return self.query
