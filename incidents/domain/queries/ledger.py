"""The ledger, read: nodes, proofs and the newest signed checkpoint."""

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from incidents.enums import Action
from incidents.ledger.canonical import parsed
from incidents.ledger.merkle import (
    Node,
    Range,
    consistency_ranges,
    inclusion_ranges,
    nodes_over,
    root_over,
)
from incidents.ledger.note import parse_note, signed_note
from incidents.models import Checkpoint, CheckpointSignature, LedgerEntry, LedgerNode

# What a change of the log's key is about.
LOG = "log"


def log_size() -> int:
    """Return the number of entries in the log."""
    newest = LedgerEntry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return 0 if newest is None else newest + 1


def hashes_of(nodes: Sequence[Node]) -> dict[Node, bytes]:
    """Return the hashes of full subtrees, with two queries at most."""
    leaves = [index for level, index in nodes if level == 0]
    found = LedgerEntry.objects.filter(seq__in=leaves).values_list("seq", "leaf_hash")
    known: dict[Node, bytes] = {(0, seq): bytes(leaf) for seq, leaf in found} if leaves else {}
    inner = sorted({node for node in nodes if node[0] > 0})
    if inner:
        rows = LedgerNode.objects.filter(pk__in=inner).values_list("level", "position", "hash")
        known |= {(level, position): bytes(hashed) for level, position, hashed in rows}
    return known


def hashes_over(ranges: Sequence[Range]) -> list[bytes]:
    """Return the tree hash over each range of leaves."""
    parts = [nodes_over(leaves) for leaves in ranges]
    known = hashes_of([node for part in parts for node in part])
    return [root_over([known[node] for node in part]) for part in parts]


def leaf_hashes(start: int, end: int) -> list[bytes]:
    """Return the hashes of the leaves from ``start`` to before ``end``."""
    rows = LedgerEntry.objects.filter(seq__gte=start, seq__lt=end).order_by("seq")
    return [bytes(leaf) for leaf in rows.values_list("leaf_hash", flat=True)]


def peaks_at(size: int) -> list[bytes]:
    """Return the hashes of the largest full subtrees of the first ``size`` leaves."""
    nodes = nodes_over((0, size))
    known = hashes_of(nodes)
    return [known[node] for node in nodes]


def inclusion_proof(index: int, size: int) -> list[bytes]:
    """Return the proof that entry ``index`` is in the log of ``size``.

    Raises:
        ProofError: there is no such entry.

    """
    return hashes_over(inclusion_ranges(index, size))


def consistency_proof(old: int, size: int) -> list[bytes]:
    """Return the proof that the log of ``size`` continues the log of ``old``.

    Raises:
        ProofError: the old log is larger.

    """
    return hashes_over(consistency_ranges(old, size))


def signed_checkpoints() -> QuerySet[Checkpoint]:
    """Return the checkpoints that the log has signed, newest first, with their signatures."""
    signed = CheckpointSignature.objects.filter(is_log=True).values("checkpoint")
    ordered = CheckpointSignature.objects.order_by("-is_log", "name", "pk")
    return (
        Checkpoint.objects.filter(pk__in=signed)
        .prefetch_related(Prefetch("signatures", queryset=ordered))
        .order_by("-size")
    )


def newest_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint that the log has signed."""
    newest = (
        CheckpointSignature.objects.filter(is_log=True)
        .order_by("-checkpoint")
        .values_list("checkpoint", flat=True)
        .first()
    )
    return None if newest is None else signed_checkpoints().get(pk=newest)


def key_in_force() -> str:
    """Return the public line of the key that the log was given last; nothing if it is the first."""
    changes = LedgerEntry.objects.filter(
        journal__subject_type=LOG, journal__action=Action.LOG_KEY_CHANGED
    )
    newest = changes.order_by("-seq").values_list("journal__body", flat=True).first()
    return "" if newest is None else str(parsed(bytes(newest))["new"])


def note_of(checkpoint: Checkpoint) -> str:
    """Return a checkpoint with all its signatures, as a signed note."""
    lines = [signature.line for signature in checkpoint.signatures.all()]
    signatures = [parse_note(f"{checkpoint.text}\n{line}\n")[1][0] for line in lines]
    return signed_note(checkpoint.text, signatures)
