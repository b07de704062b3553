"""The journal: the append-only log of every write."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.enums import Action


class JournalEntry(models.Model):
    """One write: who did what to what, when and why; never changed.

    A database trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("at"))
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # journal_mission begins with it
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty when the system did it."),
    )
    action = models.CharField(_("action"), max_length=30, choices=Action.choices)
    subject_type = models.CharField(_("subject type"), max_length=30)
    subject_id = models.CharField(_("subject"), max_length=80)
    reason = models.TextField(_("reason"), blank=True)
    body = models.BinaryField(_("canonical body"))
    body_hash = models.CharField(_("body hash"), max_length=64)

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="journal_subject"),
            models.Index(fields=["mission", "seq"], name="journal_mission"),
        ]

    def __str__(self) -> str:
        """Return position and action."""
        return f"{self.seq} {self.action}"
