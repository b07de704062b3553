"""What is sent to begin or change a subscription: the fields of the page's form, by their codes."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.alerting import TOPICS_OFFERED, AlertChannel, AlertRhythm
from incidents.api.claim import StrictBoolean
from incidents.categories import Category
from incidents.domain.subscription import LONGEST_NAME, SubscriptionContent
from incidents.enums import Severity
from incidents.exchange.guarded_post import LONGEST_URL
from incidents.geo.polygon import DECIMALS, MOST_CORNERS, open_ring
from incidents.models import Subscription
from parties.api.strict import StrictChoice, StrictInteger, StrictSerializer, StrictText

CODE = 40
BOUND = 180
CLOCK = ["%H:%M"]


class StrictNumber(serializers.FloatField):
    """A number as it is, rounded as an area's corners are."""

    def to_internal_value(self, data: Any) -> float:
        """Refuse texts and truth values."""
        if type(data) not in (int, float):
            self.fail("invalid")
        return round(super().to_internal_value(data), DECIMALS)


@extend_schema_field({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
class ClockField(serializers.TimeField):
    """A time of day, such as 22:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format=CLOCK[0], input_formats=CLOCK, **kwargs)


def _clock(name: str) -> ClockField:
    return ClockField(required=False, allow_null=True, default=None, help_text=_help(name))


def _help(name: str) -> Any:
    return Subscription._meta.get_field(name).help_text


def _code(name: str) -> StrictText:
    return StrictText(
        required=False, default="", allow_blank=True, max_length=CODE, help_text=_help(name)
    )


class SubscriptionChange(StrictSerializer):
    """What a subscription is about, and how it tells; what is left out stays as it is."""

    name = StrictText(max_length=LONGEST_NAME, help_text=_help("name"))
    topics = serializers.ListField(
        child=StrictChoice(choices=[(one.value, one.label) for one in TOPICS_OFFERED]),
        max_length=len(TOPICS_OFFERED),
        help_text=_help("topics"),
    )
    corners = serializers.ListField(
        child=serializers.ListField(
            child=StrictNumber(min_value=-BOUND, max_value=BOUND), min_length=2, max_length=2
        ),
        required=False,
        default=list,
        max_length=MOST_CORNERS + 1,  # a closed ring says the first again
        help_text=_help("corners"),
    )
    categories = serializers.ListField(
        child=StrictChoice(choices=Category.choices),
        required=False,
        default=list,
        max_length=len(Category),
        help_text=_help("categories"),
    )
    severity_min = StrictInteger(
        required=False,
        default=int(Severity.S0),
        min_value=min(Severity),
        max_value=max(Severity),
        help_text=_help("severity_min"),
    )
    post = _code("post")
    party = _code("party")
    channel = StrictChoice(
        choices=AlertChannel.choices,
        required=False,
        default=AlertChannel.WEBHOOK.value,
        help_text=_help("channel"),
    )
    url = StrictText(
        required=False, default="", allow_blank=True, max_length=LONGEST_URL, help_text=_help("url")
    )
    rhythm = StrictChoice(
        choices=AlertRhythm.choices,
        required=False,
        default=AlertRhythm.BY_SEVERITY.value,
        help_text=_help("rhythm"),
    )
    quiet_from = _clock("quiet_from")
    quiet_until = _clock("quiet_until")
    flash_in_quiet = StrictBoolean(required=False, default=False, help_text=_help("flash_in_quiet"))

    def content(self, before: SubscriptionContent | None = None) -> SubscriptionContent:
        """The subscription as the domain takes it, over what it said before."""
        said = dict(self.validated_data)
        said.pop("mission", None)
        for name in {"topics", "categories"} & said.keys():
            said[name] = tuple(dict.fromkeys(said[name]))
        if "corners" in said:
            said["corners"] = tuple(open_ring([(lon, lat) for lon, lat in said["corners"]]))
        return SubscriptionContent(**(asdict(before) if before else {}) | said)


class SubscriptionBody(SubscriptionChange):
    """A subscription to begin."""

    mission = StrictText(max_length=CODE, help_text="Code of the mission.")
