"""Participations as they stand under missions, agreements and parties."""

from rest_framework import serializers

from parties.api.reference import CodeField
from parties.models import GroupSeat, Participation

DATED = ("since", "until")


class PartakerSerializer(serializers.ModelSerializer):
    """A party's role in the mission or agreement that it is listed under."""

    party = CodeField()

    class Meta:
        model = Participation
        fields = ("party", "role", *DATED, "note", "source_url")


class InvolvementSerializer(serializers.ModelSerializer):
    """A role of the party that it is listed under, in a mission or an agreement."""

    mission = CodeField(allow_null=True)
    agreement = CodeField(allow_null=True)

    class Meta:
        model = Participation
        fields = ("mission", "agreement", "role", *DATED, "note", "source_url")


class SeatSerializer(serializers.ModelSerializer):
    """A party's seat in the group that it is listed under."""

    party = CodeField()

    class Meta:
        model = GroupSeat
        fields = ("party", "seat", *DATED)


class SeatHeldSerializer(serializers.ModelSerializer):
    """A seat of the party that it is listed under."""

    group = CodeField()

    class Meta:
        model = GroupSeat
        fields = ("group", "seat", *DATED)
