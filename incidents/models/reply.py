"""Replies: parties that a finding concerns are told, and may answer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyNotice(models.Model):
    """A party was told of a version of a finding, and has until a moment to reply."""

    finding = models.ForeignKey(
        "incidents.Finding",
        verbose_name=_("finding"),
        on_delete=models.PROTECT,
        related_name="notices",
    )
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="notices"
    )
    notified_at = models.DateTimeField(_("notified at"))
    reply_due_at = models.DateTimeField(_("reply due at"))

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("notice to a party")
        verbose_name_plural = _("notices to parties")
        ordering = ["finding", "party__code"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "party"], name="one_notice_per_party"),
        ]

    def __str__(self) -> str:
        """Return the party."""
        return str(self.party)


class Reply(models.Model):
    """What a notified party answers; published beside the finding, word for word."""

    notice = models.OneToOneField(
        PartyNotice, verbose_name=_("notice"), on_delete=models.PROTECT, related_name="reply"
    )
    text = models.TextField(_("reply"), help_text=_("Published word for word."))
    replied_at = models.DateTimeField(_("replied at"))
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("replied by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """Names and order."""

        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["replied_at", "pk"]

    def __str__(self) -> str:
        """Return whose it is."""
        return str(self.notice)
