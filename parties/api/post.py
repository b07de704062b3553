"""Posts over the API, as they stand or as they stood on a day."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from parties.api.reference import CodeField, DegreesField, in_order
from parties.domain.queries.post import posts_on
from parties.models import Post, PostOperator, PostStatus


class OperatorSerializer(serializers.ModelSerializer):
    """A party that runs the post, with its share of the staff in per cent."""

    party = CodeField()

    class Meta:
        model = PostOperator
        fields = ("party", "share")


class PostStatusSerializer(serializers.ModelSerializer):
    """What the post became on a day."""

    class Meta:
        model = PostStatus
        fields = ("status", "since", "note", "source_url")


class PostSerializer(serializers.ModelSerializer):
    """A post with its operators, its host, and its dated history, newest first."""

    mission = CodeField()
    place = CodeField(allow_null=True)
    host = CodeField(allow_null=True)
    lat = DegreesField(allow_null=True)
    lon = DegreesField(allow_null=True)
    operators = OperatorSerializer(source="operatorships", many=True, read_only=True)
    status = serializers.ChoiceField(
        choices=PostStatus.Status.choices,
        read_only=True,
        allow_null=True,
        help_text="On the day asked for, or today; null if it had none yet.",
    )
    status_since = serializers.DateField(read_only=True, allow_null=True)
    history = PostStatusSerializer(source="statuses", many=True, read_only=True)

    class Meta:
        model = Post
        fields = (
            "id",
            "mission",
            "code",
            "name",
            "kind",
            "sector",
            "place",
            "lat",
            "lon",
            "position_precision",
            "host",
            "consent",
            "consent_note",
            "always_on",
            "note",
            "operators",
            "status",
            "status_since",
            "history",
        )


class PostFilter(filters.FilterSet):
    """Which posts; “on” shows them as they stood that day, and leaves out those to come."""

    on = filters.DateFilter(method="as_they_stood", label="A day, as YYYY-MM-DD.")
    mission = filters.CharFilter("mission__code", label="Code of the mission.")
    code = filters.CharFilter(label="Code of the post.")
    status = filters.MultipleChoiceFilter(
        choices=PostStatus.Status.choices, label="Its status on the day."
    )
    kind = filters.MultipleChoiceFilter(choices=Post.Kind.choices, label="What sort of post.")
    host = filters.CharFilter("host__code", label="Code of the host party.")
    operator = filters.CharFilter(method="run_by", label="Code of an operating party.")

    class Meta:
        model = Post
        fields = ()

    def filter_queryset(self, queryset: QuerySet[Post]) -> QuerySet[Post]:
        """Put the status of the day beside every post, then filter."""
        return super().filter_queryset(_with_everything(self.form.cleaned_data.get("on")))

    def as_they_stood(self, posts: QuerySet[Post], _name: str, _day: Any) -> QuerySet[Post]:
        """Only the posts that had a status on the day."""
        return posts.filter(status__isnull=False)

    def run_by(self, posts: QuerySet[Post], _name: str, code: str) -> QuerySet[Post]:
        """Only the posts that a party runs, alone or with others."""
        return posts.filter(
            Exists(PostOperator.objects.filter(post=OuterRef("pk"), party__code=code))
        )


class PostViewSet(ReadOnlyModelViewSet):
    """Where the missions watch from, with the consent of the host and a dated history."""

    serializer_class = PostSerializer
    filterset_class = PostFilter
    keyset = ("mission__code", "code", "id")
    queryset = Post.objects.none()

    def get_queryset(self) -> QuerySet[Post]:
        """Posts as they stand today."""
        return _with_everything(None)


def _with_everything(day: Any) -> QuerySet[Post]:
    return (
        posts_on(day or timezone.now().date())
        .select_related("mission", "place", "host")
        .prefetch_related(
            in_order("operatorships", PostOperator, "party"), in_order("statuses", PostStatus)
        )
    )
