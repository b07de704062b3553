"""The ledger in public: the log's card, its proofs, and what an incident's entries prove."""

import base64
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from incidents.domain.cosigning import import_cosignatures
from incidents.domain.ledger_key import SignerRefusalError
from incidents.domain.ledger_receipt import receipt_signature
from incidents.domain.queries.access import own_reports
from incidents.domain.queries.ledger import (
    consistency_proof,
    leaf_hashes,
    newest_checkpoint,
    note_of,
)
from incidents.domain.queries.ledger_bundle import known_policy
from incidents.domain.queries.ledger_proof import Proofs, incident_proofs, report_proofs
from incidents.domain.queries.relation import groups_for
from incidents.domain.read_log import note_reading
from incidents.enums import Reading
from incidents.ledger.merkle import ProofError
from incidents.models import Checkpoint, Incident, Report
from incidents.views.incident import find_incident, led_to_holder
from parties.domain.acting import Actor, actor_of
from parties.models import Mission
from parties.views.mission import actor_in, with_mission
from parties.views.page import render_page

FRESH = {"Cache-Control": "no-cache"}
MOST_HASHES = 5000
MOST_BYTES = 8_000  # of a note that is sent to us


@require_safe
def log_card(request: HttpRequest) -> HttpResponse:
    """Who the log is: origin, policy with public keys, newest checkpoint, tools."""
    point = newest_checkpoint()
    card = {
        "origin": settings.LEDGER_ORIGIN,
        "policy": known_policy(),
        "size": point.size if point else 0,
        "checkpoint": note_of(point) if point else None,
        "tools": [
            request.build_absolute_uri(static(f"verify/{name}.py"))
            for name in ("verify", "witness")
        ],
    }
    return JsonResponse(card, headers=FRESH)


@require_safe
def log_checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint with all its signatures, as a C2SP note."""
    return HttpResponse(note_of(_newest()), "text/plain; charset=utf-8", headers=FRESH)


@require_safe
def log_consistency(request: HttpRequest, old: int) -> HttpResponse:
    """The proof that the newest checkpoint continues the log of size ``old``, for a witness."""
    point = _newest()
    try:
        proof = consistency_proof(old, point.size)
    except ProofError as error:
        raise Http404 from error
    body = {
        "checkpoint": note_of(point),
        "old": old,
        "proof": [base64.b64encode(node).decode() for node in proof],
    }
    return JsonResponse(body, headers=FRESH)


@require_safe
def log_hashes(request: HttpRequest, start: int) -> HttpResponse:
    """Leaf hashes from a place on, from which anyone computes the root again."""
    end = min(_newest().size, start + MOST_HASHES)
    hashes = [leaf.hex() for leaf in leaf_hashes(start, end)]
    return JsonResponse({"from": start, "hashes": hashes}, headers=FRESH)


@csrf_exempt
@require_POST
def log_cosign(request: HttpRequest) -> HttpResponse:
    """Take in a witness's cosignature: its own key is its right, so nobody signs in."""
    note = request.read(MOST_BYTES + 1)
    if len(note) > MOST_BYTES:
        return _answer(413, error=_("The note is too long."))
    try:
        new = import_cosignatures(note.decode())
    except UnicodeDecodeError:
        return _answer(400, error=_("The note is no text."))
    except ValidationError as error:
        return _answer(400, error="; ".join(error.messages))
    except (SignerRefusalError, OSError):
        return _answer(503, error=_("The log has no policy at hand."))
    return _answer(200, new=new)


def _answer(status: int, **told: object) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Cache-Control": "no-store"})


@require_safe
@with_mission
def incident_proof(request: HttpRequest, mission: Mission, pk: UUID) -> HttpResponse:
    """What the log proves of one incident, in words and as a file."""
    actor = actor_in(request)
    try:
        incident = find_incident(actor, pk)
    except Http404:
        return led_to_holder(actor, pk, "incident_proof")
    proofs = _proofs(actor, incident)
    context = {"incident": incident, "proofs": proofs, "origin": settings.LEDGER_ORIGIN}
    return render_page(request, "incidents/proof.html", incident.mission, context)


@require_safe
def incident_proof_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proofs of one incident for verify.py."""
    actor = actor_of(request.user)
    try:
        incident = find_incident(actor, pk)
    except Http404:
        return led_to_holder(actor, pk, "incident_proof_file")
    proofs = _proofs(actor, incident)
    return _file(proofs, f"proof-{incident.reference}.json")


def _proofs(actor: Actor, incident: Incident) -> Proofs:
    note_reading(actor, Reading.PROOF, incident)
    return incident_proofs(incident, groups_for(actor, incident))


@require_safe
@login_required
def report_proof_file(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The proof that one's own report is in the log, with everything that it commits to."""
    report = _own_report(request, report_id=report_id)
    return _file(report_proofs(report), f"proof-{report.reference}.json")


@require_safe
@login_required
def receipt_signed(request: HttpRequest, report_id: UUID, content_hash: str) -> HttpResponse:
    """The log's signature over one's own receipt."""
    report = _own_report(request, report_id=report_id, content_hash=content_hash)
    try:
        note = receipt_signature(bytes(report.receipt))
    except SignerRefusalError as error:
        raise Http404 from error
    return HttpResponse(note, "text/plain; charset=utf-8", headers=FRESH)


def _own_report(request: HttpRequest, **wanted: object) -> Report:
    own = own_reports(actor_of(request.user)).filter(**wanted).order_by("key").first()
    if own is None:
        raise Http404
    return own


def _file(proofs: Proofs, name: str) -> HttpResponse:
    if not proofs.entries:
        raise Http404
    headers = FRESH | {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(proofs.file(), "application/json", headers=headers)


def _newest() -> Checkpoint:
    point = newest_checkpoint()
    if point is None:
        raise Http404
    return point
