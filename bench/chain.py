"""The plain rival of the ledger: a chain of hashes, which every write locks and lengthens."""

import hashlib
from uuid import uuid4

from django.db import connection, models, transaction
from django.utils import timezone

from incidents.domain.journal import write_entry
from incidents.enums import Action
from incidents.models import JournalEntry
from parties.models import Mission


class ChainHead(models.Model):
    """The newest hash; who writes locks it."""

    hash = models.BinaryField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return bytes(self.hash).hex()


class ChainLink(models.Model):
    """One entry's hash over the one before."""

    journal = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField()

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return bytes(self.hash).hex()


def create_chain() -> None:
    """Make the tables, and the first hash."""
    with connection.schema_editor() as editor:
        editor.create_model(ChainHead)
        editor.create_model(ChainLink)
    ChainHead.objects.create(pk=1, hash=bytes(32))


def write(mission: Mission) -> JournalEntry:
    """Write a journal entry such as filing writes; its place in the ledger comes later."""
    return write_entry(
        Action.REPORT_LINKED,
        mission=mission,
        subject=("incident", str(uuid4())),
        body={"report": str(uuid4()), "content_hash": uuid4().hex * 2},
        actor=None,
        at=timezone.now(),
    )


def write_chained(mission: Mission) -> None:
    """Write the same entry and chain it within the same transaction."""
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=1)
        entry = write(mission)
        head.hash = hashlib.sha256(bytes(head.hash) + entry.body).digest()
        ChainLink.objects.create(pk=entry.seq, hash=head.hash)
        head.save(update_fields=["hash"])
