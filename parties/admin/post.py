"""Posts in the admin: operators, dated status, positions over time, a map."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parties.admin.exchange import SpreadsheetMixin
from parties.admin.post_resource import PostResource
from parties.admin.site import site
from parties.admin.standing_order import RemovableInline, StandingOrderAdmin, StandingOrderInline
from parties.domain.queries.post import positions_of, with_status_on
from parties.models import Post, PostOperator, PostStatus


class OperatorInline(RemovableInline):
    """Who runs the post; taken away when they leave, the history keeps it."""

    model = PostOperator
    mission_attr = "mission_id"
    autocomplete_fields = ["party"]


class StatusInline(StandingOrderInline):
    """What the post was, from which day on."""

    model = PostStatus
    mission_attr = "mission_id"
    ordering = ["-since"]


class StatusFilter(admin.SimpleListFilter):
    """The status that posts have today."""

    title = _("status today")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(PostStatus.Status.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Post, site=site)
class PostAdmin(SpreadsheetMixin, StandingOrderAdmin):
    """Where the administrator's missions watch from."""

    mission_attr = "mission_id"
    instead_of_deleting = _(
        "A post is never deleted: add the status “closed” or “relocated” with its day."
    )
    resource_classes = [PostResource]
    import_hint = _(
        "Operators: party|share in per cent, with “;” between several."
        " Statuses: status|first day, such as active|2021-01-31; statuses of other days stay."
    )
    list_display = [
        "code",
        "name",
        "mission__code",
        "kind",
        "sector",
        "status_today",
        "host",
        "consent",
    ]
    list_filter = [
        ("mission", admin.RelatedOnlyFieldListFilter),
        StatusFilter,
        "kind",
        "consent",
        ("operators", admin.RelatedOnlyFieldListFilter),
        "sector",
    ]
    list_select_related = ["mission", "host"]
    search_fields = ["code", "name", "sector", "place__names__name", "operators__name"]
    autocomplete_fields = ["mission", "place", "host"]
    inlines = [OperatorInline, StatusInline]
    import_export_change_list_template = "admin/standing_order/post_list.html"
    change_form_template = "admin/standing_order/post_form.html"
    fieldsets = [
        (None, {"fields": ["mission", "code", "name", "kind", "sector", "always_on"]}),
        (_("Where"), {"fields": ["place", "lat", "lon", "position_precision"]}),
        (_("Host"), {"fields": ["host", "consent", "consent_note"]}),
        (None, {"fields": ["note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_status_on(super().get_queryset(request), timezone.localdate())

    def get_readonly_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """Reports name a post by mission and code, for ever."""
        return ["mission", "code"] if obj else []

    @admin.display(description=_("status today"), ordering="status")
    def status_today(self, post: Any) -> str:
        """The status in words, or a dash."""
        return PostStatus.Status(post.status).label if post.status else "–"

    def get_urls(self) -> list[Any]:
        """Add the map and its data."""
        view = self.admin_site.admin_view
        return [
            path("map/", view(self.map_view), name="parties_post_map"),
            path("map.json", view(self.map_data), name="parties_post_map_data"),
            *super().get_urls(),
        ]

    def map_view(self, request: HttpRequest) -> HttpResponse:
        """All posts on a map, with a table of the same beside it."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Map of posts"),
            "opts": self.opts,
            "posts": [
                (post, self.status_today(post))
                for post in self.get_queryset(request).select_related("mission")
            ],
        }
        return TemplateResponse(request, "admin/standing_order/post_map.html", context)

    def map_data(self, request: HttpRequest) -> JsonResponse:
        """The posts with a position, as GeoJSON."""
        posts = self.get_queryset(request).filter(lat__isnull=False)
        features = [self._feature(post) for post in posts]
        return JsonResponse({"type": "FeatureCollection", "features": features})

    def _feature(self, post: Any) -> dict[str, Any]:
        properties = {
            "label": str(post),
            "status": self.status_today(post),
            "watching": post.status in PostStatus.WATCHING,
            "url": reverse("admin:parties_post_change", args=[post.pk]),
        }
        point = {"type": "Point", "coordinates": [float(post.lon), float(post.lat)]}
        return {"type": "Feature", "geometry": point, "properties": properties}

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Say where the post was recorded to stand, from when until when."""
        post = self._find(request, object_id)
        context = {"positions": reversed(positions_of(post)), **(extra_context or {})}
        return super().history_view(request, object_id, context)
