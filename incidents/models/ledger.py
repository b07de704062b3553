"""The ledger: the journal's Merkle log, and the secrets that open it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """A journal entry's leaf in the log; places are dense from 0 and never change.

    A database trigger refuses UPDATE, DELETE and TRUNCATE.
    """

    seq = models.BigIntegerField(_("place"), primary_key=True)
    journal = models.OneToOneField(
        "incidents.JournalEntry",
        verbose_name=_("journal entry"),
        on_delete=models.PROTECT,
        related_name="ledger_entry",
    )
    leaf = models.BinaryField(_("leaf"))
    leaf_hash = models.BinaryField(_("leaf hash"))

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["seq"]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="ledger_from_zero"),
        ]

    def __str__(self) -> str:
        """Return the place and the hash."""
        return f"{self.seq} {bytes(self.leaf_hash).hex()}"


class LedgerNode(models.Model):
    """The hash of a full subtree above the leaves; it never changes."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.PositiveSmallIntegerField(_("level"))
    position = models.BigIntegerField(_("position"))
    hash = models.BinaryField(_("hash"))

    class Meta:
        """Names and order."""

        verbose_name = _("ledger node")
        verbose_name_plural = _("ledger nodes")
        ordering = ["level", "position"]

    def __str__(self) -> str:
        """Return the place in the tree."""
        return f"{self.level}/{self.position}"


class LedgerSubject(models.Model):
    """The salt behind a subject's pseudonym; without it nobody links the leaves to it."""

    subject_type = models.CharField(_("subject type"), max_length=30)
    subject_id = models.CharField(_("subject"), max_length=80)
    salt = models.BinaryField(_("salt"))

    class Meta:
        """Names and bounds."""

        verbose_name = _("ledger subject")
        verbose_name_plural = _("ledger subjects")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], name="one_salt_per_subject"
            ),
        ]

    def __str__(self) -> str:
        """Return what it is about."""
        return f"{self.subject_type} {self.subject_id}"


class LedgerSalts(models.Model):
    """The salts that open an entry's commitments, kept apart so that they can be destroyed."""

    entry = models.OneToOneField(
        LedgerEntry,
        verbose_name=_("ledger entry"),
        on_delete=models.PROTECT,
        related_name="salts",
        primary_key=True,
    )
    by_name = models.JSONField(_("salts by name"), help_text=_("Value's name to 32 hex digits."))

    class Meta:
        """Names."""

        verbose_name = _("ledger salts")
        verbose_name_plural = _("ledger salts")

    def __str__(self) -> str:
        """Return whose they are."""
        return str(self.entry_id)
