"""The page that checks one incident's proofs in the reader's browser."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.views.incident import find_incident, led_to_holder
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page


@require_safe
@with_mission
def incident_check(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """Give the browser what it needs to check the proofs of an incident."""
    actor = actor_in(request)
    try:
        incident = find_incident(actor, pk)
    except Http404:
        return led_to_holder(actor, pk, "incident_check")
    context = {"incident": incident, "words": json.dumps(verdict_words(), ensure_ascii=False)}
    return render_page(request, "incidents/check_proof.html", incident.mission, context)


def verdict_words() -> dict[str, str]:
    """Return what the script says, by code; names in braces are filled in by it."""
    return {
        "ok": _("OK: all holds"),
        "doubtful": _("Doubtful: nothing is wrong, but something could not be checked"),
        "failed": _("Failed: something is wrong"),
        "checked": _("{count} entries were checked."),
        "own_keys": _("No policy of your own: the keys are those that this site names."),
        "no_witness": _("The policy asks for no witness: only the log vouches for itself."),
        "no_quorum": _("The checkpoint lacks the cosignatures that the policy asks for."),
        "old": _("The newest cosignature is {hours} hours old: is this an old copy?"),
        "unsigned": _("The checkpoint of {size} entries is not signed by the log's key."),
        "not_in": _("Entry {index} is not in the log of {size} entries."),
        "subject": _("Entry {index} is about another subject."),
        "not_logged": _("Entry {index}: {name} is not what was logged."),
        "another": _("The proof is about another incident."),
        "shown": _("Entry {index}: {name} is shown as {shown}, but was logged as {logged}."),
        "malformed": _("Not a proof, or a forged one: {what}"),
        "no_ed25519": _("This browser cannot check Ed25519 signatures: use verify.py."),
    }
