"""What may be a slip in an account that is being filed, seen beside what its post told before."""

from incidents.domain.content import ReportContent
from incidents.domain.queries.likeness import RADIUS
from incidents.enums import Hint, SourceKind, TimePrecision
from incidents.models import Report
from incidents.plausibility import Account, Point, hints_on
from parties.models import Post

BLUR_KM = {str(precision): radius for precision, radius in RADIUS.items()}
TO_THE_HOUR = frozenset({TimePrecision.T1, TimePrecision.T2, TimePrecision.T3})


def doubts_about(content: ReportContent, post: Post | None) -> tuple[Hint, ...]:
    """Return the hints on a report's content; ``post`` is where it was observed from."""
    position = _point(content)
    last = _before(content, post, position)
    account = Account(
        category=content.category,
        means=content.means,
        signature=content.signature,
        weapon=content.weapon,
        source_kind=content.source_kind,
        at=content.occurred_from,
        to_the_hour=content.time_precision in TO_THE_HOUR,
        position=position,
        seen_from=_point(post) if post else None,
        blur_km=BLUR_KM.get(content.position_precision, 0.0),
        narrative=content.narrative,
        last_at=last.occurred_from if last else None,
        last_position=_point(last) if last else None,
    )
    return tuple(Hint(hint) for hint in hints_on(account))


def _before(content: ReportContent, post: Post | None, position: Point | None) -> Report | None:
    """The post's last located report, where its own movement or that of others is told."""
    moves = content.source_kind == SourceKind.OWN_PATROL or content.category.startswith("GRD")
    if not moves or post is None or position is None or content.occurred_from is None:
        return None
    earlier = Report.objects.filter(
        post=post,
        source_kind=content.source_kind,
        occurred_from__lte=content.occurred_from,
        lat__isnull=False,
        lon__isnull=False,
    ).exclude(report_id__in=[content.report_id, content.corrects])
    if content.source_kind != SourceKind.OWN_PATROL:
        earlier = earlier.filter(category__startswith="GRD")
    return earlier.only("occurred_from", "lat", "lon").order_by("-occurred_from", "-key").first()


def _point(located: ReportContent | Report | Post) -> Point | None:
    if located.lat is None or located.lon is None:
        return None
    return float(located.lat), float(located.lon)
