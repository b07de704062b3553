"""A crawl of everything that somebody reaches, and the canaries that they may not find."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.urls import NoReverseMatch, reverse

from incidents.endpoints import ENDPOINTS
from tests.calls import API
from tests.incidents.permissions.oracle import INSIDE, reader, reads_incident, reads_report
from tests.incidents.permissions.world import Told, World, position_of

WORDS = ("narrative", "place", "weapon", "target")
NOT_TO_CLICK = re.compile(r"/accounts/|/static/|/media/|/i18n/|/admin/logout|/admin/.*/delete/")
LINK = re.compile(r'(?:href|action|src)="(/[^"]*)"|"(?:https?://testserver)(/[^"]*)"')


class Crawl:
    """Everything that somebody can reach from some addresses, link by link."""

    def __init__(self, world: World, who: str, starts: list[str], most: int) -> None:
        self.world, self.who, self.most = world, who, most
        self.seen: set[str] = set()
        self.queue: Any = deque(starts)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while self.queue and len(self.seen) < self.most:
            path = self.queue.popleft()
            if path in self.seen or NOT_TO_CLICK.search(path):
                continue
            self.seen.add(path)
            yield path, self._text(path)

    def _text(self, path: str) -> str:
        client = (
            self.world.api[self.who] if path.startswith("/api/") else self.world.pages[self.who]
        )
        answer = client.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode("utf-8", "replace")
        for found in chain.from_iterable(LINK.findall(text)):
            if found:
                self.queue.append(found.replace("&amp;", "&").partition("#")[0])
        return text + repr(sorted(answer.headers.items()))


def starts(world: World) -> list[str]:
    """Every address without an object, then those of objects, and what asks around."""
    plain_ones = [
        reverse(name)
        for name in ENDPOINTS
        if name not in ("choose_mission", "choose_language", "api-nowhere", "livez", "readyz")
        and is_plain(name)
    ]
    sides = ["?limit=1000", "?limit=3", "?q=canary", "?category=CIV-SGB", "?narrative=canary"]
    asked_for = [f"{API}incidents/{side}" for side in sides] + [f"{API}reports/?limit=1000"]
    asked_for += [f"{API}incidents/statistics/?by=area,day", f"{API}incidents/?format=ndjson"]
    asked_for += [f"{API}watch/?mission=ridge&by=area&day_before=2021-03-10"]
    asked_for += [f"{API}incidents/?format=csv&profile={one}" for one in ("acled", "ged", "osce")]
    asked_for += ["/incidents/?q=canary", "/incidents/?status=nonsense", "/daily/2021-03-10/"]
    asked_for += ["/room/map.geojson?zoom=12&view=-180,-90,180,90"]
    asked_for += [f"{API}incidents/?sort=lat", f"{API}incidents/?cursor=x", "/admin/"]
    asked_for += ["/.well-known/ceasefire-log/hashes/0", "/.well-known/ceasefire-log/consistency/1"]
    few = [t for t in world.told if t.release != "parties"]
    ends = ["", "proof/", "proof.json"]
    of_each = [f"/incidents/{told.incident.pk}/{end}" for told in few for end in ends[:2]]
    of_some = [f"{API}incidents/{told.incident.pk}/" for told in few]
    return [*asked_for, *plain_ones, *of_some, *of_each]


def is_plain(name: str) -> bool:
    """Whether an address names no object."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def hidden_from(world: World, who: str, findings: list[str]) -> Iterator[str]:
    """Each canary that somebody may not see."""
    for told in world.told:
        yield from hidden_of(who, told)
    if who not in ("north_duty_officer", "south_duty_officer", "analyst"):
        yield from findings
    names = {"north_monitor": "north-monitor", "colleague": "north-colleague"}
    if who != "administrator":
        yield from (name for person, name in names.items() if person != who)


def hidden_of(who: str, told: Told) -> Iterator[str]:
    """Each canary of one incident that somebody may not see."""
    number = f"{told.number:03d}"
    if not reads_report(who, told):
        yield from (f"canary{number}{what}" for what in WORDS)
    if not reads_incident(who, told):
        yield told.incident.reference
    if who == told.author:
        return
    if not (reads_incident(who, told) and reader(who, told) in INSIDE):
        yield from (*position_of(told.number), f"canary{number}reason")
    if reader(who, told) == "public":
        yield clock_of(told)


def clock_of(told: Told) -> str:
    """The minute and second of an incident, as every edge writes an instant."""
    return f"T05:{told.number:02d}:07"
