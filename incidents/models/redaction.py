"""Redactions: values that two parties agree to destroy, and the salts that go with them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ContentSalts(models.Model):
    """The salts behind a report's content hash: a secret from which all follow.

    A redaction forgets the secret, keeps the salts of what is left, and the bare
    commitments of what is gone.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # one_secret_per_report begins with it
    )
    report_id = models.UUIDField(_("report id"), editable=False)
    secret = models.BinaryField(_("secret"), null=True)
    kept = models.JSONField(_("salts kept"), default=dict, help_text=_("Field to 32 hex digits."))
    hidden = models.JSONField(
        _("commitments of what is gone"),
        default=dict,
        help_text=_("Content hash to field to 64 hex digits."),
    )

    class Meta:
        """Names and bounds."""

        verbose_name = _("salts of a report")
        verbose_name_plural = _("salts of reports")
        constraints = [
            models.UniqueConstraint(fields=["mission", "report_id"], name="one_secret_per_report"),
        ]

    def __str__(self) -> str:
        """Return whose they are."""
        return str(self.report_id)


class Redaction(models.Model):
    """Two people of two parties agree that values of a report are destroyed.

    Asked for by one, then consented to or declined by another of another party; the
    database holds that. It is answered once, and a trigger lets nothing else of it change.
    """

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="redactions",
    )
    report_id = models.UUIDField(_("report id"), editable=False)
    fields = ArrayField(models.CharField(max_length=30), verbose_name=_("fields"))
    reason = models.TextField(_("reason"))
    proposed_at = models.DateTimeField(_("proposed at"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    proposed_for = models.ForeignKey(
        "parties.Party",
        verbose_name=_("proposed for"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    answered_for = models.ForeignKey(
        "parties.Party",
        verbose_name=_("answered for"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    consented = models.BooleanField(_("consented"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "report_id"],
                condition=Q(answered_at__isnull=True),
                name="one_open_redaction_per_report",
            ),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    answered_for__isnull=True,
                    consented__isnull=True,
                )
                | Q(
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    answered_for__isnull=False,
                    consented__isnull=False,
                ),
                name="a_redaction_is_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("proposed_by")),
                name="two_people_redact",
            ),
            models.CheckConstraint(
                condition=Q(consented=False)
                | Q(answered_for__isnull=True)
                | ~Q(answered_for=F("proposed_for")),
                name="two_parties_redact",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(consented=True, consented__isnull=False),
                name="redacted_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(fields=[]) & ~Q(reason=""), name="a_redaction_says_what_and_why"
            ),
        ]

    def __str__(self) -> str:
        """Return the report and the fields."""
        return f"{self.report_id}: {', '.join(self.fields)}"
