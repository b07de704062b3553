"""The history of an incident over the API: the journal's entries, who by role and party."""

from typing import Any

from rest_framework import serializers

from incidents.domain.queries.history import HistoryEntry, history_of
from incidents.domain.queries.who import Who
from incidents.enums import Action
from incidents.models import Incident
from parties.domain.acting import Actor
from parties.models import Appointment


class ActingSerializer(serializers.Serializer):
    """In which role somebody acted, and for which party."""

    role = serializers.ChoiceField(choices=Appointment.Role.choices)
    party = serializers.CharField(source="party.code", default=None, allow_null=True)


class WhoSerializer(serializers.Serializer):
    """Who did it, by role and party; it names no person."""

    is_you = serializers.BooleanField(help_text="Whether it was you.")
    appointments = ActingSerializer(many=True)


class ChangeSerializer(serializers.Serializer):
    """A field that a version tells differently from the one before; null is not stated."""

    field = serializers.CharField()
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class HistorySerializer(serializers.Serializer):
    """One entry of the journal about this incident; it names no person."""

    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    action = serializers.ChoiceField(choices=Action.choices)
    reason = serializers.CharField()
    who = serializers.SerializerMethodField(help_text="Null when the system did it.")
    details = serializers.DictField(
        child=serializers.CharField(), help_text="Such as from and to of a status."
    )
    changes = ChangeSerializer(
        many=True, help_text="What a correction or variant says differently."
    )

    def get_who(self, entry: HistoryEntry) -> dict[str, Any] | None:
        """Role and party."""
        return who_record(entry.who)


def who_record(who: Who | None) -> dict[str, Any] | None:
    """Somebody as the API tells them."""
    return None if who is None else WhoSerializer(who).data


def history_records(actor: Actor, incident: Incident) -> list[dict[str, Any]]:
    """The history as JSON, oldest first."""
    return HistorySerializer(history_of(actor, incident), many=True).data
