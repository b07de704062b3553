"""Subscriptions: one's own, and the incidents that one of them is about."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from incidents.alerting import AlertTopic
from incidents.categories import CLASS_LENGTH
from incidents.domain.queries.access import visible_incidents, visible_reports
from incidents.domain.queries.area import polygon_area, standing_in
from incidents.domain.queries.relation import reading
from incidents.domain.writing import looking_beyond
from incidents.models import Alert, Incident, Report, Subscription
from incidents.rules import may
from parties.domain.acting import Actor


def own_subscriptions(actor: Actor) -> QuerySet[Subscription]:
    """Return the subscriptions that the actor holds or held, the open ones first."""
    if actor.user is None:
        return Subscription.objects.none()
    rows = Subscription.objects.filter(person=actor.user).select_related("mission", "post", "party")
    return rows.order_by(F("ended_at").desc(nulls_first=True), "-begun_at", "pk")


def subscription_by_link(pk: str) -> Subscription | None:
    """Return the subscription that a message's link names, to whoever holds the link."""
    with looking_beyond():
        return Subscription.objects.filter(pk=pk).first()


def readable_alerts(actor: Actor, held: Subscription) -> QuerySet[Alert]:
    """Return what a subscription of the actor's own told, or is to tell, newest first.

    What is about an incident that the actor may not read now is left out.
    """
    readable = visible_incidents(actor).values("pk")
    rows = Alert.objects.filter(subscription=held, subscription__person=actor.user)
    rows = rows.filter(Q(incident__isnull=True) | Q(incident__in=readable))
    rows = rows.exclude(topic__in=unread_topics(actor, held.mission_id))
    rows = rows.select_related("incident").prefetch_related("attempts")
    return rows.order_by("-noticed_at", "-pk")


def unread_topics(actor: Actor, mission_id: int) -> set[AlertTopic]:
    """Return what the actor is told nothing of: what open days say is the staff's."""
    of_staff = {AlertTopic.SILENT_POST, AlertTopic.ESCALATION}
    return set() if may(actor, "read_open_day", mission_id) else of_staff


def matching_incidents(
    held: Subscription, actor: Actor, among: Collection[UUID] | None = None
) -> QuerySet[Incident]:
    """Return the incidents, or those of some, that a subscription is about and its holder may read.

    What the holder does not read of an incident, it cannot be picked by: an exact position,
    the post that saw it, whom a report accuses.
    """
    rows = visible_incidents(actor).filter(
        mission_id=held.mission_id, severity__gte=held.severity_min
    )
    if among is not None:
        rows = rows.filter(pk__in=among)
    if held.categories:
        rows = rows.filter(_of_categories(held.categories))
    if held.corners:
        rows = rows.filter(standing_in(actor, polygon_area(held.corners)))
    if held.post_id is not None:
        rows = rows.filter(reading(actor, "post"), post_id=held.post_id)
    if held.party_id is not None:
        rows = rows.filter(_told_of_party(actor, held.party_id))
    return rows


def _of_categories(codes: Collection[str]) -> Q:
    classes = [code for code in codes if len(code) == CLASS_LENGTH]
    found = Q(category__in=codes)
    for code in classes:
        found |= Q(category__startswith=code)
    return found


def _told_of_party(actor: Actor, party_id: int) -> Exists:
    reports: QuerySet[Report] = visible_reports(actor).filter(
        Q(source_party=party_id) | Q(alleged_party=party_id),
        links__incident=OuterRef("pk"),
        links__unlinked_at__isnull=True,
    )
    return Exists(reports)
