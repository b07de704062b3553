"""Sign-offs of daily reports: what each party says to the exact content of a revision."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.judgements import Decision


class DailySignOffCall(models.Model):
    """The operating parties are asked to sign a revision, until a moment, on fixed terms.

    Whoever signs first asks the others.
    """

    report = models.OneToOneField(
        "incidents.DailyReport",
        verbose_name=_("daily report"),
        on_delete=models.PROTECT,
        related_name="call",
    )
    called_at = models.DateTimeField(_("called at"))
    due_at = models.DateTimeField(_("due at"))
    terms = models.BinaryField(_("canonical terms"))
    terms_hash = models.CharField(_("hash of the terms"), max_length=64)

    class Meta:
        """Names and order."""

        verbose_name = _("call for sign-offs of a daily report")
        verbose_name_plural = _("calls for sign-offs of daily reports")
        ordering = ["report"]

    def __str__(self) -> str:
        """Return the report."""
        return str(self.report)


class DailySignOff(models.Model):
    """What one party decided on one revision: one for each party, each by another person.

    The database holds that the hashes are those of the revision and of its terms.
    """

    report = models.ForeignKey(
        "incidents.DailyReport",
        verbose_name=_("daily report"),
        on_delete=models.PROTECT,
        related_name="sign_offs",
    )
    snapshot_hash = models.CharField(_("hash of the snapshot"), max_length=64)
    terms_hash = models.CharField(_("hash of the terms"), max_length=64)
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=30, choices=Decision.choices)
    text = models.TextField(_("text"))
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("sign-off of a daily report")
        verbose_name_plural = _("sign-offs of daily reports")
        ordering = ["report", "party__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "party"], name="one_daily_sign_off_per_party"
            ),
            models.UniqueConstraint(
                fields=["report", "signed_by"], name="one_daily_sign_off_per_person"
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.NO_REPLY),
                name="silence_on_a_day_is_no_sign_off",
            ),
        ]

    def __str__(self) -> str:
        """Return party and decision."""
        return f"{self.party}: {self.get_decision_display()}"
