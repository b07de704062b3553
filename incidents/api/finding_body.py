"""What is sent to findings over the API: the content, a step, a decision, a reply."""

from typing import Any

from rest_framework import serializers

from incidents.domain.finding import LONGEST_TEXT, MOST_ROWS
from incidents.domain.finding_content import BreachContent, FindingContent, SideContent
from incidents.domain.finding_steps import BY_HAND
from incidents.domain.signoff import SIGNED_BY_PEOPLE
from incidents.domain.status import LONGEST_REASON
from incidents.judgements import (
    AttributionState,
    Basis,
    CannotRule,
    Confidence,
    Responsibility,
    Ruling,
)
from parties.api.strict import StrictChoice, StrictSerializer, StrictText, StrictUuid


def _long(**options: Any) -> StrictText:
    return StrictText(
        required=False, default="", allow_blank=True, max_length=LONGEST_TEXT, **options
    )


def _codes(codes: Any, help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=StrictChoice(choices=codes.choices),
        required=False,
        default=list,
        max_length=MOST_ROWS,
        help_text=help_text,
    )


class BreachBody(StrictSerializer):
    """A provision that was breached."""

    provision = StrictText(max_length=20, help_text="Its code, such as NK-1.")
    note = _long(help_text="How.")


class SideBody(StrictSerializer):
    """A party that the mission names."""

    party = StrictText(max_length=40, help_text="Its code.")
    responsibility = StrictChoice(
        choices=Responsibility.choices, required=False, default="initiator"
    )


class FindingBody(StrictSerializer):
    """What a version says."""

    text = StrictText(max_length=LONGEST_TEXT, help_text="What the mission concluded.")
    grounds = _long(help_text="Why; needed where a side is named.")
    ruling = StrictChoice(choices=Ruling.choices, required=False, default=Ruling.RULED.value)
    cannot_rule = _codes(CannotRule, "Why the mission cannot rule.")
    cannot_rule_note = _long(help_text="The same in words.")
    breaches = BreachBody(many=True, required=False, default=list)
    attribution = StrictChoice(
        choices=AttributionState.choices,
        required=False,
        default=AttributionState.NOT_ATTEMPTED.value,
        help_text="assessed, attributed and shared name a side, behind the gate.",
    )
    sides = SideBody(many=True, required=False, default=list)
    confidence = StrictChoice(
        choices=Confidence.choices, required=False, default="", allow_blank=True
    )
    basis = _codes(Basis, "What the attribution rests on.")

    def content(self) -> FindingContent:
        """The content as the domain takes it."""
        said = self.validated_data
        return FindingContent(
            text=said["text"],
            grounds=said["grounds"],
            ruling=said["ruling"],
            cannot_rule=tuple(said["cannot_rule"]),
            cannot_rule_note=said["cannot_rule_note"],
            breaches=tuple(BreachContent(**breach) for breach in said["breaches"]),
            attribution=said["attribution"],
            sides=tuple(SideContent(**side) for side in said["sides"]),
            confidence=said["confidence"],
            basis=tuple(said["basis"]),
        )


class DraftBody(FindingBody):
    """The first version of an incident's finding."""

    incident = StrictUuid(help_text="Id of the incident; it must be settled.")


class AmendBody(FindingBody):
    """The next version."""

    reason = StrictText(max_length=LONGEST_REASON, help_text="Why; it goes into the journal.")


class StepBody(StrictSerializer):
    """A step of a finding."""

    action = StrictChoice(choices=[(code.value, code.label) for code in BY_HAND])
    reason = StrictText(
        required=False, default="", allow_blank=True, max_length=LONGEST_REASON, help_text="Why."
    )


class SignBody(StrictSerializer):
    """A party's decision on the version named by If-Match."""

    decision = StrictChoice(choices=SIGNED_BY_PEOPLE)
    text = _long(help_text="A reservation or dissent; kept and published word for word.")
    party = StrictText(
        required=False,
        default="",
        allow_blank=True,
        max_length=40,
        help_text="Code of your party, if you act for several.",
    )


class ReplyBody(StrictSerializer):
    """A notified party's answer."""

    text = StrictText(max_length=LONGEST_TEXT, help_text="Published word for word.")
    party = StrictText(
        required=False,
        default="",
        allow_blank=True,
        max_length=40,
        help_text="Code of your party, if you act for several.",
    )
