"""What the API tells of a finding: no persons, only parties."""

from typing import Any

from rest_framework import serializers

from incidents.domain.queries.finding import said_by_parties
from incidents.domain.signoff import is_established
from incidents.domain.voiding import rests_on_what_was_changed
from incidents.judgements import Decision, FindingStatus
from incidents.models import AttributedSide, BreachOf, Finding
from incidents.rules import allowed_transitions
from incidents.steps import FINDING
from parties.api.reference import CodeField
from parties.domain.acting import Actor
from parties.models import MissionStep


class BreachRecord(serializers.ModelSerializer):
    """A provision that was breached."""

    provision = CodeField()

    class Meta:
        model = BreachOf
        fields = ("provision", "note")


class SideRecord(serializers.ModelSerializer):
    """A party that the mission names, and what it was in the event."""

    party = CodeField()

    class Meta:
        model = AttributedSide
        fields = ("party", "responsibility")


class SignOffRecord(serializers.Serializer):
    """A party that was asked to sign this version, and what it said so far."""

    party = serializers.CharField(source="call.party.code")
    due_at = serializers.DateTimeField(source="call.due_at")
    decision = serializers.ChoiceField(
        source="said.decision", choices=Decision.choices, allow_null=True, default=None
    )
    text = serializers.CharField(source="said.text", default="")
    signed_at = serializers.DateTimeField(source="said.signed_at", allow_null=True, default=None)


class NoticeRecord(serializers.Serializer):
    """A party that was told of this version, and what it replied."""

    party = serializers.CharField(source="party.code")
    notified_at = serializers.DateTimeField()
    reply_due_at = serializers.DateTimeField()
    reply = serializers.CharField(source="reply.text", allow_null=True, default=None)
    replied_at = serializers.DateTimeField(source="reply.replied_at", allow_null=True, default=None)


class FindingRecord(serializers.ModelSerializer):
    """A version of what a mission concluded of an incident."""

    mission = CodeField()
    incident = serializers.UUIDField(source="incident_id")
    reference = serializers.CharField(
        source="incident.reference", help_text="The incident's reference."
    )
    breaches = BreachRecord(many=True)
    sides = SideRecord(many=True)
    sign_offs = serializers.SerializerMethodField()
    notices = NoticeRecord(many=True)

    class Meta:
        model = Finding
        fields = (
            *("id", "mission", "incident", "reference", "version", "status", "text", "grounds"),
            *("ruling", "cannot_rule", "cannot_rule_note", "breaches"),
            *("attribution", "sides", "confidence", "basis"),
            *("snapshot_hash", "made_at", "published_at", "sign_offs", "notices"),
        )

    def get_sign_offs(self, finding: Finding) -> SignOffRecord(many=True):  # type: ignore[valid-type]
        """Every party that was asked, with what it said."""
        return SignOffRecord(said_by_parties(finding), many=True).data


class FindingStep(serializers.Serializer):
    """A step that you may take with this version."""

    action = serializers.ChoiceField(choices=MissionStep.Action.choices)
    to = serializers.ChoiceField(choices=FindingStatus.choices)
    reason_required = serializers.BooleanField()


class FindingDetail(FindingRecord):
    """A version with its snapshot, and with what you may do."""

    established = serializers.SerializerMethodField(
        help_text="Computed: the rule is met by sign-offs of exactly this snapshot."
    )
    evidence_changed = serializers.SerializerMethodField(
        help_text="Computed: a report that it rests on was moved or corrected since."
    )
    snapshot = serializers.SerializerMethodField(help_text="The signed bytes, as text.")
    allowed_actions = FindingStep(many=True, required=False)

    class Meta(FindingRecord.Meta):
        fields = (
            *FindingRecord.Meta.fields,
            "established",
            "evidence_changed",
            "snapshot",
            "allowed_actions",
        )

    def get_established(self, finding: Finding) -> bool:
        """Whether the mission holds it to be so."""
        return is_established(finding)

    def get_evidence_changed(self, finding: Finding) -> bool:
        """Whether it rests on what is not so any more."""
        return rests_on_what_was_changed(finding)

    def get_snapshot(self, finding: Finding) -> str:
        """The canonical JSON whose SHA-256 is the snapshot hash."""
        return bytes(finding.snapshot).decode()


class TotalsRecord(serializers.Serializer):
    """Both totals of a party, which never appear apart and are never added."""

    party = serializers.CharField(source="party.code")
    alleged = serializers.IntegerField(help_text="Incidents in which a report alleges it.")
    ruled = serializers.IntegerField(help_text="Incidents that a published finding lays to it.")


def detail_of(finding: Finding, actor: Actor) -> dict[str, Any]:
    """One version as an actor reads it."""
    steps = allowed_transitions(actor, finding.mission_id, finding.status, FINDING)
    finding.allowed_actions = [  # type: ignore[attr-defined]
        {"action": step.action, "to": step.target, "reason_required": step.reason_required}
        for step in steps
    ]
    return dict(FindingDetail(finding).data)
