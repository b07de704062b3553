"""Appointments: people acting for a party in a role at a mission."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Appointment(models.Model):
    """A user acting for a party in a role at a mission, from-until."""

    class Role(models.TextChoices):
        """The five roles."""

        MONITOR = "monitor", _("monitor")
        DUTY_OFFICER = "duty_officer", _("duty officer")
        ANALYST = "analyst", _("analyst")
        ADMINISTRATOR = "administrator", _("administrator")
        OBSERVER = "observer", _("observer")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.PROTECT,
        related_name="appointments",
        help_text=_("Who is appointed."),
    )
    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="appointments",
        help_text=_("At which mission."),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, help_text=_("In which role.")
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="appointments",
        null=True,
        blank=True,
        help_text=_("For which party; empty for the mission's own staff."),
    )
    posts = models.ManyToManyField(
        "parties.Post",
        verbose_name=_("posts"),
        related_name="appointments",
        blank=True,
        help_text=_("At which posts; empty for all posts of the party."),
    )
    since = models.DateField(_("since"), help_text=_("First day."))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Last day, if it ends.")
    )
    history = HistoricalRecords(m2m_fields=[posts])

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["mission", "role", "user"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="appointment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(party__isnull=False)
                | ~models.Q(role__in=["monitor", "duty_officer"]),
                name="monitors_and_duty_officers_act_for_a_party",
                violation_error_message=_(
                    "A monitor or duty officer acts for a party: choose one."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return person and role."""
        return f"{self.user}: {self.get_role_display()}"
