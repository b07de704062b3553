"""The one writer of request counts: processes take requests in leases, each with one upsert."""

from dataclasses import dataclass, field
from threading import Lock

from django.db import connection

AT_ONCE = 10  # requests that a process takes for a person at once
# Whoever's clock is behind counts in the minute that others are in already.
_LEASE = """
INSERT INTO parties_requestcount AS held (person_id, minute, spent) VALUES (%s, %s, %s)
ON CONFLICT (person_id) DO UPDATE SET
    spent = excluded.spent + CASE WHEN held.minute < excluded.minute THEN 0 ELSE held.spent END,
    minute = greatest(held.minute, excluded.minute)
RETURNING spent
"""


def lease_requests(person_id: int, minute: int, number: int, most: int) -> int:
    """Return how many of ``number`` requests a person has left of ``most`` in a minute.

    Args:
        person_id: who asks, with whatever token.
        minute: minutes since 1970.
        number: how many to take; they are counted whether or not they are used.
        most: how many there are in a minute, over all processes.

    """
    with connection.cursor() as cursor:
        cursor.execute(_LEASE, [person_id, minute, number])
        (spent,) = cursor.fetchone()
    return max(0, min(number, most - (int(spent) - number)))


@dataclass
class Leases:
    """What one process has taken and not used: most requests then ask nobody."""

    left: dict[int, tuple[int, int]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def take(self, person_id: int, minute: int, cost: int, most: int) -> bool:
        """Take what a request costs; tell whether there was so much."""
        if self._use(person_id, minute, cost):
            return True
        wanted = max(AT_ONCE, cost)
        granted = lease_requests(person_id, minute, wanted, most)
        if granted < cost:
            return False
        self._keep(person_id, minute, granted - cost)
        return True

    def _use(self, person_id: int, minute: int, cost: int) -> bool:
        with self.lock:
            kept, left = self.left.get(person_id, (minute, 0))
            if kept != minute or left < cost:
                return False
            self.left[person_id] = (minute, left - cost)
            return True

    def _keep(self, person_id: int, minute: int, more: int) -> None:
        with self.lock:
            kept, left = self.left.get(person_id, (minute, 0))
            self.left[person_id] = (minute, more + (left if kept == minute else 0))
