"""Checkpoints: what the log has said of itself, and who signed it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkpoint(models.Model):
    """The log's size and root at one moment; it counts once it is signed.

    A database trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    size = models.BigIntegerField(_("size"), primary_key=True)
    root = models.BinaryField(_("root"))
    text = models.TextField(_("text that is signed"))
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        """Names and order."""

        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["size"]

    def __str__(self) -> str:
        """Return size and root."""
        return f"{self.size} {bytes(self.root).hex()}"


class CheckpointSignature(models.Model):
    """One signature line under a checkpoint: the log's own, or a witness's.

    A database trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    checkpoint = models.ForeignKey(
        Checkpoint,
        verbose_name=_("checkpoint"),
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    name = models.CharField(_("signer"), max_length=200)
    line = models.TextField(_("signature line"))
    is_log = models.BooleanField(_("the log's own"))
    witnessed_at = models.DateTimeField(_("witnessed at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("checkpoint signature")
        verbose_name_plural = _("checkpoint signatures")
        ordering = ["checkpoint", "-is_log", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "line"], name="one_signature_per_line"),
        ]
        indexes = [
            models.Index(
                fields=["-checkpoint"],
                condition=models.Q(is_log=True),
                name="signed_checkpoints",
            ),
        ]

    def __str__(self) -> str:
        """Return who signed what."""
        return f"{self.checkpoint_id} {self.name}"
