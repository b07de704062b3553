"""Agreements over the API: provisions, and their rival wordings side by side."""

from rest_framework import serializers

from parties.api.participation import PartakerSerializer
from parties.api.reference import CodeField, ReferenceViewSet, in_order
from parties.models import Agreement, Participation, Provision, ProvisionWording


class WordingSerializer(serializers.ModelSerializer):
    """One official wording of a provision."""

    endorsed_by = CodeField(allow_null=True)

    class Meta:
        model = ProvisionWording
        fields = ("language", "endorsed_by", "text", "source_url")


class ProvisionSerializer(serializers.ModelSerializer):
    """One numbered point with every wording of it."""

    wordings = WordingSerializer(many=True, read_only=True)

    class Meta:
        model = Provision
        fields = (
            "code",
            "number",
            "kind",
            "summary",
            "due_on",
            "amended_due_on",
            "ceiling",
            "ceiling_unit",
            "wordings",
        )


class AgreementSerializer(serializers.ModelSerializer):
    """A signed text with its provisions and its parties."""

    provisions = ProvisionSerializer(many=True, read_only=True)
    participations = PartakerSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = (
            "code",
            "title",
            "signed_on",
            "effective_at",
            "source_url",
            "note",
            "provisions",
            "participations",
        )


class AgreementViewSet(ReferenceViewSet):
    """Signed texts and their numbered provisions."""

    queryset = Agreement.objects.prefetch_related(
        in_order("provisions", Provision),
        in_order("provisions__wordings", ProvisionWording, "endorsed_by"),
        in_order("participations", Participation, "party"),
    )
    serializer_class = AgreementSerializer
