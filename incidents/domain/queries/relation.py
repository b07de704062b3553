"""Relations: what a person is to a report, or to an incident by the report that leads it.

The columns of an incident repeat its leading report, so its post says whose it is: who
joins an incident with a report of their own learns nothing about the others.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from incidents.models import Incident, Report
from incidents.rules import (
    FIELD_GROUPS,
    PUBLIC,
    Relation,
    depends_on_relation,
    missions_reading,
    readable_groups,
)
from parties.domain.acting import Actor
from parties.models import Post

Row = Incident | Report


def near_posts(actor: Actor) -> QuerySet[Post]:
    """Return the posts that the actor is appointed to, and those that their party operates."""
    held = [one.pk for one in actor.appointments]
    parties = {one.party_id for one in actor.appointments if one.party_id is not None}
    of_party = Q(pk__in=Post.operators.through.objects.filter(party__in=parties).values("post"))
    named = Q(pk__in=Post.appointments.through.objects.filter(appointment__in=held).values("post"))
    return Post.objects.filter(of_party | named)


def near_posts_sql(actor: Actor) -> str:
    """Return the SQL that reads their ids, for records that PostgreSQL builds."""
    parties = {one.party_id for one in actor.appointments if one.party_id is not None}
    held = _numbers(one.pk for one in actor.appointments)
    return (
        f"SELECT post_id FROM parties_postoperator WHERE party_id IN ({_numbers(parties)})"  # noqa: S608 - numbers alone
        f" UNION ALL SELECT post_id FROM parties_appointment_posts WHERE appointment_id IN ({held})"
    )


def _numbers(ids: Iterable[int]) -> str:
    return ", ".join(str(int(one)) for one in sorted(ids)) or "NULL"


def reading(actor: Actor, group: str) -> Q:
    """Match the incidents or reports of which the actor reads a group of fields."""
    if PUBLIC in FIELD_GROUPS[group]:
        return Q()
    everything, near = missions_reading(actor, group)
    found = Q(mission_id__in=everything)
    if near:
        found |= Q(mission_id__in=near, post__in=near_posts(actor).values("pk"))
    return found


def relation_to(actor: Actor, row: Row) -> Relation:
    """Return what the actor is to an incident or a report.

    No row of the table tells one's post from the others of one's party, so all of these
    are the party's; nobody is asked where it makes no difference.
    """
    if not actor.roles_at(row.mission_id):
        return Relation.OTHER_MISSION
    if row.post_id is None or not depends_on_relation(actor, row.mission_id):
        return Relation.OTHER_PARTY
    near = near_posts(actor).filter(pk=row.post_id).exists()
    return Relation.SAME_PARTY if near else Relation.OTHER_PARTY


def groups_for(actor: Actor, row: Row) -> frozenset[str]:
    """Return the groups of fields that the actor reads of an incident or a report."""
    return readable_groups(actor, row.mission_id, relation_to(actor, row))


def groups_of_each(
    actor: Actor, mission_id: int, rows: Iterable[Row]
) -> list[tuple[Row, frozenset[str]]]:
    """Return rows of one mission, each with its groups; one query for any number of them."""
    far = readable_groups(actor, mission_id)
    if not depends_on_relation(actor, mission_id):
        return [(row, far) for row in rows]
    near = set(near_posts(actor).values_list("pk", flat=True))
    close = readable_groups(actor, mission_id, Relation.SAME_PARTY)
    return [(row, close if row.post_id in near else far) for row in rows]
