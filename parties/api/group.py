"""Groups over the API."""

from rest_framework import serializers

from parties.api.participation import SeatSerializer
from parties.api.reference import ReferenceViewSet
from parties.models import Group


class GroupSerializer(serializers.ModelSerializer):
    """A group with the seats of its members."""

    seats = SeatSerializer(many=True, read_only=True)

    class Meta:
        model = Group
        fields = ("code", "name", "note", "seats")


class GroupViewSet(ReferenceViewSet):
    """Standing bodies of parties, with members and co-chairs."""

    queryset = Group.objects.prefetch_related("seats__party")
    serializer_class = GroupSerializer
