"""The form of a subscription: what somebody wants to be told of, and how."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from incidents.alerting import TOPICS_OFFERED, AlertChannel, AlertRhythm, AlertTopic
from incidents.categories import CLASS_LENGTH, Category
from incidents.domain.subscription import LONGEST_NAME, SubscriptionContent, polygon_words
from incidents.enums import Severity
from incidents.exchange.guarded_post import LONGEST_URL
from incidents.exchange.typed_text import NotUnderstoodError
from incidents.forms.choices import SharedChoices
from incidents.forms.text import whole_text
from incidents.geo.polygon import LONGEST_TEXT, Corner, read_polygon
from incidents.models import Subscription
from parties.models import Mission, Party, Post

FIELDS = {"corners": "area"}  # the domain's name → the form's
CLASSES = SharedChoices((c, n) for c, n in Category.choices if len(c) == CLASS_LENGTH)
AREA_HELP = _(
    "One corner a line, latitude first, in any notation of a position; or a GeoJSON Polygon. "
    "Empty means everywhere."
)


def _help(name: str) -> Any:
    return Subscription._meta.get_field(name).help_text


def _label(name: str) -> Any:
    return Subscription._meta.get_field(name).verbose_name


def _time(name: str) -> forms.TimeField:
    clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=_label(name), help_text=_help(name), required=False, widget=clock)


def _radio(name: str, choices: Any) -> forms.ChoiceField:
    labelled = [(code, capfirst(label)) for code, label in choices]
    return forms.ChoiceField(
        label=capfirst(_label(name)),
        help_text=_help(name),
        choices=labelled,
        widget=forms.RadioSelect,
    )


class SubscriptionForm(forms.Form):
    """What, where, how grave; and when it is told."""

    name = forms.CharField(
        label=_label("name"),
        help_text=_help("name"),
        max_length=LONGEST_NAME,
        validators=[whole_text],
    )
    topics = forms.MultipleChoiceField(
        label=capfirst(_label("topics")),
        help_text=_help("topics"),
        choices=[(one.value, capfirst(one.label)) for one in TOPICS_OFFERED],
        widget=forms.CheckboxSelectMultiple,
    )
    area = forms.CharField(
        label=_label("corners"),
        help_text=AREA_HELP,
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        validators=[whole_text],
    )
    categories = forms.MultipleChoiceField(
        label=capfirst(_label("categories")),
        help_text=_help("categories"),
        required=False,
        choices=CLASSES,
        widget=forms.CheckboxSelectMultiple,
    )
    severity_min = forms.TypedChoiceField(
        label=_label("severity_min"),
        help_text=_help("severity_min"),
        choices=SharedChoices(Severity.choices),
        coerce=int,
    )
    post = forms.ChoiceField(label=_label("post"), help_text=_help("post"), required=False)
    party = forms.ChoiceField(label=_label("party"), help_text=_help("party"), required=False)
    channel = _radio("channel", AlertChannel.choices)
    url = forms.CharField(
        label=_label("url"),
        help_text=_help("url"),
        required=False,
        max_length=LONGEST_URL,
        validators=[whole_text],
        widget=forms.TextInput(attrs={"type": "url", "inputmode": "url"}),
    )
    rhythm = _radio("rhythm", AlertRhythm.choices)
    quiet_from = _time("quiet_from")
    quiet_until = _time("quiet_until")
    flash_in_quiet = forms.BooleanField(
        label=_label("flash_in_quiet"), help_text=_help("flash_in_quiet"), required=False
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = (float(mission.centre_lat), float(mission.centre_lon))
        self.corners: list[Corner] = []
        posts = Post.objects.filter(mission=mission).order_by("code")
        parties = Party.objects.order_by("name")
        offered = {
            "post": [(one.code, str(one)) for one in posts],
            "party": [(one.code, str(one)) for one in parties],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", _("Any")), *choices]  # type: ignore[attr-defined]

    def clean_area(self) -> str:
        """Read the area; what was typed is shown again as it was typed."""
        typed: str = self.cleaned_data["area"]
        if typed.strip():
            try:
                self.corners = read_polygon(typed, near=self.near)
            except NotUnderstoodError as error:
                raise ValidationError(polygon_words(error), error.code) from error
        return typed

    def content(self) -> SubscriptionContent:
        """The subscription as the domain takes it."""
        said = dict(self.cleaned_data)
        del said["area"]
        return SubscriptionContent(
            **said
            | {
                "topics": tuple(said["topics"]),
                "categories": tuple(said["categories"]),
                "corners": tuple(self.corners),
            }
        )


def blank_subscription(mission: Mission) -> SubscriptionForm:
    """A form that asks for new incidents everywhere, by severity."""
    initial = {
        "topics": [AlertTopic.NEW_INCIDENT],
        "severity_min": Severity.S0,
        "channel": AlertChannel.EMAIL,
        "rhythm": AlertRhythm.BY_SEVERITY,
    }
    return SubscriptionForm(mission=mission, initial=initial)


def subscription_initial(held: Subscription) -> dict[str, Any]:
    """What a subscription says, as the form shows it."""
    same = ("channel", "url", "name", "topics", "categories", "severity_min", "rhythm")
    quiet = ("quiet_from", "quiet_until", "flash_in_quiet")
    return {
        **{name: getattr(held, name) for name in (*same, *quiet)},
        "area": "\n".join(f"{lat}, {lon}" for lon, lat in held.corners),
        "post": held.post.code if held.post else "",
        "party": held.party.code if held.party else "",
    }
