"""The sign-offs of a daily report over the API: an annex beside the content, never in it."""

from typing import Any

from rest_framework import serializers

from incidents.api.finding_body import SignBody
from incidents.domain.queries.daily_signoff import Signing
from incidents.judgements import Decision, FindingStatus
from incidents.models import DailyReport
from parties.api.strict import StrictText


class DaySignBody(SignBody):
    """A party's decision on a revision of a daily report."""

    content_hash = StrictText(
        max_length=64, help_text="Hash of the content that you read, and sign."
    )


class DayWordRecord(serializers.Serializer):
    """A party that was asked to sign a revision, and what it said so far."""

    party = serializers.CharField(source="party.code")
    decision = serializers.ChoiceField(
        source="said.decision", choices=Decision.choices, allow_null=True, default=None
    )
    text = serializers.CharField(source="said.text", default="")
    signed_at = serializers.DateTimeField(source="said.signed_at", allow_null=True, default=None)


class DaySigningRecord(serializers.Serializer):
    """Where the sign-off of a revision stands; the outcome is computed from what was said."""

    mission = serializers.CharField()
    mission_day = serializers.DateField()
    revision = serializers.IntegerField()
    content_hash = serializers.CharField()
    superseded = serializers.BooleanField(help_text="Whether the day has a newer revision.")
    outcome = serializers.ChoiceField(
        choices=FindingStatus.choices, allow_null=True, help_text="Null if nobody has signed."
    )
    rule = serializers.CharField(help_text="As it was when the first party signed.")
    terms_hash = serializers.CharField()
    called_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    parties = DayWordRecord(many=True)


def signing_record(signing: Signing | None, report: DailyReport, *, newest: int) -> dict[str, Any]:
    """Return where the sign-off of a revision stands, for the answer."""
    call = signing.call if signing else None
    told = {
        "mission": report.mission.code,
        "mission_day": report.mission_day,
        "revision": report.revision,
        "content_hash": report.content_hash,
        "superseded": newest > report.revision,
        "outcome": signing.outcome if signing else None,
        "rule": signing.rule if signing else "",
        "terms_hash": call.terms_hash if call else "",
        "called_at": call.called_at if call else None,
        "due_at": call.due_at if call else None,
        "parties": signing.parties if signing else [],
    }
    return DaySigningRecord(told).data
