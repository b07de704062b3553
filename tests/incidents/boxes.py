"""Boxes as a device of the cast makes them, and the batches that carry them."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from incidents.domain.outbox import outbox_key
from incidents.exchange.outbox import VERSION, sealed_box
from tests.calls import post
from tests.incidents.typing import typed_report


def item_of(author: Any, typed: Mapping[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    """An item of this author's outbox; ``said`` is typed, over what is always typed."""
    values = {**(typed_report() if typed is None else typed), **said}
    document = {
        "v": VERSION,
        "report_id": values["report_id"],
        "author": author.pk,
        "written_at": "2021-03-10T07:06:00.000Z",
        "values": [[name, value] for name, value in values.items()],
    }
    return boxed(author, document)


def boxed(author: Any, document: Mapping[str, Any], key: bytes | None = None) -> dict[str, Any]:
    """The item that holds a document."""
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    key = key or outbox_key(author.pk)
    box = sealed_box(payload, key, author.pk, UUID(document["report_id"]))
    return {"v": 1, "report_id": document["report_id"], "author": author.pk, "box": box}


def send(bearer: Any, *items: Any) -> list[dict[str, Any]]:
    """Bring items to the batch endpoint; give the answers."""
    response = post("reports/batch/", {"items": list(items)}, bearer)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def statuses(answers: list[dict[str, Any]]) -> list[int]:
    """What filing each alone would have answered."""
    return [answer["status"] for answer in answers]
