"""Mission steps: how one mission takes a step of the status machine, where it differs."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parties.models.appointment import Appointment

STAFF = (Appointment.Role.MONITOR, Appointment.Role.DUTY_OFFICER, Appointment.Role.ANALYST)


class MissionStep(models.Model):
    """How a mission takes a step of the status machine, where it differs from the rule.

    The steps themselves, and where they lead, are data of the code: a mission says
    who takes one, with how many sign-offs, and whether it is taken at all.
    """

    class Action(models.TextChoices):
        """The names of the steps."""

        TRIAGE = "triage", _("triage")
        BEGIN = "begin_verification", _("begin verification")
        VERIFY = "verify", _("verify")
        VERIFY_PARTLY = "verify_partly", _("verify partly")
        LEAVE_OPEN = "leave_inconclusive", _("leave inconclusive")
        CLOSE_UNVERIFIED = "close_unverified", _("close unverified")
        NO_VIOLATION = "find_no_violation", _("find no violation")
        EXERCISE = "find_exercise", _("find an exercise outside the zone")
        OUT_OF_MANDATE = "find_out_of_mandate", _("find out of mandate")
        WITHDRAW = "withdraw", _("withdraw for the filer")
        REOPEN = "reopen", _("reopen")
        DRAFT = "draft_finding", _("draft a finding")
        SEND = "send_to_parties", _("send to the parties")
        ASK = "open_sign_off", _("open the sign-off")
        ADOPT = "adopt", _("adopt")
        ADOPT_WITH_DISSENT = "adopt_with_dissent", _("adopt with dissent")
        BLOCK = "block", _("block")
        PUBLISH = "publish", _("publish")
        AMEND = "amend", _("amend as a new version")
        VOID = "void", _("void, as its evidence changed")
        SUPERSEDE = "supersede", _("supersede")

    SIGNED = (Action.ADOPT, Action.ADOPT_WITH_DISSENT)
    ALWAYS = (Action.REOPEN, Action.AMEND, Action.BLOCK, Action.VOID, Action.SUPERSEDE)

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.CASCADE,
        related_name="steps",
    )
    action = models.CharField(
        _("step"), max_length=30, choices=Action.choices, help_text=_("Which step differs.")
    )
    roles = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("roles"),
        default=list,
        blank=True,
        help_text=_("Who takes it: monitor, duty_officer, analyst; empty for the rule's roles."),
    )
    sign_offs = models.PositiveSmallIntegerField(
        _("sign-offs"),
        null=True,
        blank=True,
        help_text=_("How many parties must approve, at least two; only for adopting."),
    )
    reason_required = models.BooleanField(
        _("reason required"),
        null=True,
        blank=True,
        help_text=_("Whether a reason must be given; unknown for the rule's answer."),
    )
    enabled = models.BooleanField(
        _("enabled"), default=True, help_text=_("Whether the step is taken at all.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("mission step")
        verbose_name_plural = _("mission steps")
        ordering = ["mission", "action"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "action"], name="one_mission_step_each"),
            models.CheckConstraint(
                condition=models.Q(sign_offs__isnull=True)
                | models.Q(sign_offs__gte=2, action__in=["adopt", "adopt_with_dissent"]),
                name="sign_offs_of_two_parties",
                violation_error_message=_(
                    "Adopting takes the sign-offs of at least two parties; no other step takes any."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return mission and step."""
        return f"{self.mission}: {self.get_action_display()}"

    def clean(self) -> None:
        """Refuse roles that take no steps, and the disabling of what must stay possible."""
        super().clean()
        if set(self.roles or ()) - {str(role) for role in STAFF}:
            message = _("Choose among monitor, duty_officer and analyst.")
            raise ValidationError({"roles": ValidationError(message, "role")})
        if not self.enabled and self.action in self.ALWAYS:
            message = _("This step must stay possible.")
            raise ValidationError({"enabled": ValidationError(message, "always")})
