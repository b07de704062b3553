"""Posts as rows of a spreadsheet, with their operators and present status."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field

from parties.admin.resource import (
    CodeWidget,
    DegreesWidget,
    NestedField,
    NestedWidget,
    StandingOrderResource,
    TextWidget,
    YesNoWidget,
    as_decimal,
)
from parties.models import Mission, Party, Place, Post, PostOperator, PostStatus

Operator = tuple[str, int | None]  # code of the party, per cent of the staff
WHOLE = 100


class OwnMissionWidget(CodeWidget):
    """A mission that the importing person looks after; others do not exist for them."""

    missions: frozenset[int] = frozenset()

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return Mission.objects.filter(pk__in=self.missions)


class OperatorsWidget(NestedWidget):
    """Operators as `party` or `party|share`."""

    def __init__(self) -> None:
        """Look up each party once."""
        super().__init__(self.parse_operator)
        self._parties = CodeWidget(Party)

    def parse_operator(self, parts: list[str]) -> Operator:
        """Read one operator; the party must be known."""
        code, share = (*parts, "")[:2]
        self._parties.find(code)
        return code, parse_share(share) if share else None


def parse_share(text: str) -> int:
    """Read per cent of a staff."""
    number = as_decimal(text)
    if number is None or not 0 <= number <= WHOLE or number % 1:
        raise ValueError(_("“%s” is not a share in per cent.") % text)
    return int(number)


def read_operators(post: Post) -> list[Operator]:
    """The operators of a post, sorted."""
    return sorted(((o.party.code, o.share) for o in post.operatorships.all()), key=repr)


def write_operators(post: Post, operators: list[Operator]) -> None:
    """Make these the operators of a post; history keeps those that go."""
    parties = Party.objects.in_bulk([code for code, _share in operators], field_name="code")
    known = {o.party_id: o for o in post.operatorships.all()}
    for code, share in operators:
        party = parties[code]
        row = known.pop(party.pk, None) or PostOperator(post=post, party=party)
        row.share = share
        row.save()
    for row in known.values():
        row.delete()


def parse_status(parts: list[str]) -> tuple[str, date]:
    """Read `status|first day`."""
    status, since = (*parts, "")[:2]
    if status not in PostStatus.Status.values:
        raise ValueError(_("“%s” is not a status of a post.") % status)
    try:
        return status, date.fromisoformat(since)
    except ValueError as error:
        raise ValueError(
            _("Give a status with its first day, such as active|2021-01-31.")
        ) from error


def read_statuses(post: Post) -> list[tuple[str, date]]:
    """Every status of a post with its first day, sorted."""
    return sorted(((s.status, s.since) for s in post.statuses.all()), key=repr)


def write_statuses(post: Post, statuses: list[tuple[str, date]]) -> None:
    """Add or correct the statuses of these days; those of other days stay."""
    known = {s.since: s for s in post.statuses.all()}
    for status, since in statuses:
        row = known.get(since) or PostStatus(post=post, since=since)
        row.status = status
        row.save()


class PostResource(StandingOrderResource):
    """A post is known by its mission and its code."""

    mission = Field("mission", "mission", OwnMissionWidget(Mission))
    code = Field("code", "code", TextWidget())
    name = Field("name", "name", TextWidget())
    kind = Field("kind", "kind", TextWidget())
    sector = Field("sector", "sector", TextWidget())
    place = Field("place", "place", CodeWidget(Place))
    lat = Field("lat", "lat", DegreesWidget(90))
    lon = Field("lon", "lon", DegreesWidget(180))
    position_precision = Field("position_precision", "position_precision", TextWidget())
    host = Field("host", "host", CodeWidget(Party))
    consent = Field("consent", "consent", TextWidget())
    consent_note = Field("consent_note", "consent_note", TextWidget())
    always_on = Field("always_on", "always_on", YesNoWidget())
    note = Field("note", "note", TextWidget())
    operators: Any = NestedField("operators", OperatorsWidget(), read_operators, write_operators)
    statuses: Any = NestedField(
        "statuses", NestedWidget(parse_status), read_statuses, write_statuses
    )

    def __init__(self, **kwargs: Any) -> None:
        """Tell the mission column whose missions count."""
        super().__init__(**kwargs)
        self.fields["mission"].widget.missions = self.missions

    def get_queryset(self) -> QuerySet[Post]:
        posts = super().get_queryset().filter(mission__in=self.missions)
        return posts.prefetch_related("operatorships__party", "statuses")

    class Meta(StandingOrderResource.Meta):
        """Columns in the order of the page."""

        model = Post
        import_id_fields = ["mission", "code"]
        fields = [
            *("mission", "code", "name", "kind", "sector", "place", "lat", "lon"),
            *("position_precision", "host", "consent", "consent_note", "always_on", "note"),
            *("operators", "statuses"),
        ]
