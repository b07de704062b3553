"""Steps of the status machine that a mission takes in its own way, below the mission."""

from django import forms
from django.utils.translation import gettext_lazy as _

from parties.admin.standing_order import RemovableInline
from parties.models import MissionStep
from parties.models.mission_step import STAFF


class MissionStepForm(forms.ModelForm):
    """A step with its roles as boxes to tick."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[(role.value, role.label) for role in STAFF],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=MissionStep._meta.get_field("roles").help_text,
    )

    class Meta:
        model = MissionStep
        fields = ["action", "roles", "sign_offs", "reason_required", "enabled"]


class MissionStepInline(RemovableInline):
    """Taken away, a row gives the step back to the rule; history keeps it."""

    model = MissionStep
    form = MissionStepForm
    mission_attr = "pk"
