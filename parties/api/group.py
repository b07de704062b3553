"""Groups over the API."""

from rest_framework import serializers

from parties.api.participation import SeatSerializer
from parties.api.reference import ReferenceViewSet, in_order
from parties.models import Group, GroupSeat


class GroupSerializer(serializers.ModelSerializer):
    """A group with the seats of its members."""

    seats = SeatSerializer(many=True, read_only=True)

    class Meta:
        model = Group
        fields = ("code", "name", "note", "seats")


class GroupViewSet(ReferenceViewSet):
    """Standing bodies of parties, with members and co-chairs."""

    queryset = Group.objects.prefetch_related(in_order("seats", GroupSeat, "party"))
    serializer_class = GroupSerializer
