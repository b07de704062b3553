"""Sectors of several incidents at once, for a map that is near enough to draw them."""

from collections.abc import Iterable
from uuid import UUID

from incidents.domain.queries.access import visible_reports
from incidents.domain.queries.relation import groups_of_each
from incidents.domain.queries.sectors import Sectors, sectors_of
from incidents.models import Incident, SameEventLink
from parties.domain.acting import Actor


def sectors_of_each(
    actor: Actor, mission_id: int, incidents: Iterable[Incident]
) -> dict[UUID, Sectors]:
    """Return the sectors of those incidents that have any the actor may read; one query.

    A sector gives away its post and exact position: see ``sectors_of``.
    """
    links = SameEventLink.objects.filter(
        incident__in=[incident.pk for incident in incidents],
        unlinked_at__isnull=True,
        report__in=visible_reports(actor).values("pk"),
    )
    rows = links.select_related("report__post__place", "report__mission")
    ordered = rows.order_by("report__received_at", "report")
    told = [(link.incident_id, link.report) for link in ordered]
    groups = dict(groups_of_each(actor, mission_id, [report for _incident, report in told]))
    found: dict[UUID, Sectors] = {}
    for incident in {key for key, _report in told}:
        reports = [report for key, report in told if key == incident]
        sectors = sectors_of((report, groups[report]) for report in reports)
        if sectors.seen:
            found[incident] = sectors
    return found
