"""Versions of incidents: how each row stood, by the journal entry that told of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentVersion(models.Model):
    """How an incident stood from a journal entry on; a trigger writes it when a write commits.

    A version that no journal entry tells of has number 0, and is never shown. Once the entry
    has its place in the log, so has the version; nothing else of it ever changes.
    """

    incident = models.ForeignKey(
        "incidents.Incident",
        verbose_name=_("incident"),
        on_delete=models.PROTECT,
        related_name="versions",
        db_index=False,  # incident_version_placed begins with it
        db_constraint=False,  # a trigger of the incident writes it, and no incident goes away
    )
    journal_number = models.BigIntegerField(_("journal entry"), db_index=True)
    place = models.BigIntegerField(
        _("place"), null=True, help_text=_("Of the entry in the log; empty until it has one.")
    )
    facts = models.JSONField(_("facts"))
    found = models.BooleanField(
        _("found"), default=False, help_text=_("Written when versions began to be kept.")
    )

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("version of an incident")
        verbose_name_plural = _("versions of incidents")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["incident", "-id"], include=["place"], name="incident_version_placed"
            ),
            models.Index(fields=["place", "incident"], name="incident_version_place"),
        ]

    def __str__(self) -> str:
        """Return its number."""
        return str(self.pk)
