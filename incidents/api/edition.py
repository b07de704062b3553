"""Editions over the API: the names that “as_of” takes, and what proves them."""

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.viewsets import GenericViewSet

from incidents.domain.queries.ledger import note_of, signed_checkpoints
from incidents.models import Edition


class EditionSerializer(serializers.ModelSerializer):
    """A name under which a state of the record is cited."""

    size = serializers.IntegerField(source="checkpoint_id", help_text="Of the log.")
    root = serializers.SerializerMethodField(help_text="Of the log of that size, as hex digits.")
    checkpoint = serializers.SerializerMethodField(help_text="The signed note over both.")

    class Meta:
        model = Edition
        fields = ("name", "size", "root", "made_at", "note", "checkpoint")

    def get_root(self, edition: Edition) -> str:
        """The root hash."""
        return bytes(edition.checkpoint.root).hex()

    @extend_schema_field(str)
    def get_checkpoint(self, edition: Edition) -> Any:
        """The checkpoint with all its signatures."""
        return note_of(edition.checkpoint)


class EditionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet):
    """Names under which states of the record are cited, newest first; they never change."""

    queryset = Edition.objects.prefetch_related(Prefetch("checkpoint", signed_checkpoints()))
    serializer_class = EditionSerializer
    keyset = ("-id",)
    lookup_field = "name"
    lookup_value_regex = "[^/]+"
