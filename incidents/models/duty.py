"""Duties: rows that say what must be done."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.enums import DutyKind
from incidents.models.insert_once import InsertManager


class Duty(models.Model):
    """Something that must be done, written with its cause in one transaction."""

    kind = models.CharField(_("kind"), max_length=30, choices=DutyKind.choices)
    key = models.CharField(_("key"), max_length=120)
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject = models.CharField(_("subject"), max_length=80)
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("due at"))
    lease_until = models.DateTimeField(_("leased until"), null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects = InsertManager()

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_at", "pk"]
        # Not on the field, which would bring an index for patterns, too.
        constraints = [models.UniqueConstraint(fields=["key"], name="one_duty_per_key")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(done_at__isnull=True),
                name="duty_open",
            ),
            models.Index(
                fields=["kind", "mission", "subject"],
                condition=models.Q(done_at__isnull=True),
                name="duty_open_subject",
            ),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key
