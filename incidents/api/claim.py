"""Claims over the API: who is on an incident."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from incidents.api.history import WhoSerializer
from incidents.domain.claim import claim_incident, release_incident
from incidents.domain.queries.queue import tasks_of
from incidents.models import Incident
from parties.api.strict import StrictSerializer
from parties.domain.acting import Actor


class StrictBoolean(serializers.BooleanField):
    """True or false, and no word or number for them."""

    def to_internal_value(self, data: Any) -> bool:
        """Refuse everything but a truth value."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class ClaimBody(StrictSerializer):
    """A claim, or the end of one's own."""

    release = StrictBoolean(
        required=False, default=False, help_text="True to say that you are on it no longer."
    )


class ClaimSerializer(serializers.Serializer):
    """Who is on an incident now; somebody else before you is no error."""

    claimed = serializers.BooleanField(help_text="Whether it is you.")
    who = WhoSerializer(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)


def claim_answer(incident: Incident, actor: Actor, *, release: bool) -> dict[str, Any]:
    """Claim or release, and tell who is on it then."""
    if release:
        release_incident(incident, actor=actor)
    else:
        claim_incident(incident, actor=actor)
    [task] = tasks_of([incident], actor, timezone.now())
    told = {
        "claimed": task.who is not None and task.who.is_you,
        "who": task.who,
        "until": task.claim.until if task.claim else None,
    }
    return ClaimSerializer(told).data
