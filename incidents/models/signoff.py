"""Sign-offs: what each party says to the exact snapshot of a finding."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.judgements import Decision


class SignOffCall(models.Model):
    """A party is asked to sign a version of a finding, until a moment.

    Who is asked, and by which rule, stands fixed from the opening on: a party that
    joins the mission later signs what comes later.
    """

    finding = models.ForeignKey(
        "incidents.Finding",
        verbose_name=_("finding"),
        on_delete=models.PROTECT,
        related_name="calls",
    )
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="+"
    )
    called_at = models.DateTimeField(_("called at"))
    due_at = models.DateTimeField(_("due at"))
    rule = models.CharField(_("sign-off rule"), max_length=30)
    chairs = models.BooleanField(_("chairs"))
    needed = models.PositiveSmallIntegerField(_("approvals needed"))
    needed_despite_dissent = models.PositiveSmallIntegerField(_("approvals needed despite dissent"))
    terms = models.BinaryField(_("canonical terms"))
    terms_hash = models.CharField(_("hash of the terms"), max_length=64)

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("call for a sign-off")
        verbose_name_plural = _("calls for sign-offs")
        ordering = ["finding", "party__code"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "party"], name="one_call_per_party"),
        ]

    def __str__(self) -> str:
        """Return the party."""
        return str(self.party)


class SignOff(models.Model):
    """What one party decided on one snapshot: one for each party, each by another person.

    Two sign-offs of a snapshot are of two people of two parties; the database holds
    that, and that the snapshot is the finding's.
    """

    finding = models.ForeignKey(
        "incidents.Finding",
        verbose_name=_("finding"),
        on_delete=models.PROTECT,
        related_name="sign_offs",
    )
    snapshot_hash = models.CharField(_("hash of the snapshot"), max_length=64)
    terms_hash = models.CharField(_("hash of the terms"), max_length=64)
    party = models.ForeignKey(
        "parties.Party", verbose_name=_("party"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    decision = models.CharField(
        _("decision"),
        max_length=30,
        choices=Decision.choices,
        help_text=_("What your party says to exactly this version."),
    )
    text = models.TextField(
        _("text"), help_text=_("A reservation or dissent is kept and published word for word.")
    )
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("signed by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty when the time passed without a reply."),
    )

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["finding", "party__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot_hash", "party"], name="one_sign_off_per_party"
            ),
            models.UniqueConstraint(
                fields=["snapshot_hash", "signed_by"], name="one_sign_off_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(decision=Decision.NO_REPLY, signed_by__isnull=True)
                | ~models.Q(decision=Decision.NO_REPLY) & models.Q(signed_by__isnull=False),
                name="a_decision_is_a_persons",
            ),
        ]

    def __str__(self) -> str:
        """Return party and decision."""
        return f"{self.party}: {self.get_decision_display()}"
