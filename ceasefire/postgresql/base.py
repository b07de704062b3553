"""Django's PostgreSQL, whose connections stand where a request may stand before each use."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import Error, transaction
from django.db.backends.postgresql import base
from django.utils import timezone
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

# As role and person, in one round trip; see ``sight.FUNCTIONS``.
STAND = "SELECT ceasefire_stand(%s, %s, %s)"
# The same for whom a token belongs to, by its hash.
ARRIVE = "SELECT ceasefire_arrive(%s, %s, %s)"
# For the same person as before: what this person holds is known already, and how long a
# statement may take, unless the owner's connection becomes another's or is given back.
STAND_AS = "SELECT set_config('role', %s, false)"
OWNER = "none"  # the role that the connection has logged in as


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that acts as a role of the second wall, for a person, while told to.

    Nothing has to be undone when a request ends: whoever uses the connection next, in
    whatever transaction and after whatever failure, first makes it stand as wanted.
    Without a role it is the owner's connection, as for workers and commands.
    """

    health_check_enabled: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._role = OWNER
        self._person: int | None = None
        self._stands: tuple[str, int | None] = (OWNER, None)
        self._stands_on: Any = None
        self._stands_since: list[transaction.Atomic] = []

    @contextmanager
    def acting_as(self, role: str, person: int | None = None) -> Iterator[None]:
        """Act as a role for a person, or nobody known, until the block ends."""
        before = self._role, self._person
        self._role, self._person = role, person
        try:
            yield
        finally:
            self._role, self._person = before

    @contextmanager
    def acting_briefly_as(self, role: str) -> Iterator[None]:
        """Act as another role for the same person; the owner's connection stays the owner's."""
        before = self._role
        if before != OWNER:
            self._role = role
        try:
            yield
        finally:
            self._role = before

    def act_for(self, person: int | None) -> None:
        """Tell who asks, as soon as that is known; kept until the block of ``acting_as`` ends."""
        if self._role != OWNER:
            self._person = person

    def arrive(self, digest: str) -> dict[str, Any] | None:
        """Stand for whom a token belongs to; return what was read of them, or None.

        That is the rows of the token, the person and their appointments with the missions,
        and the number of changes made. ``act_for`` must follow, or the next use of the
        connection stands for nobody known.
        """
        super().ensure_connection()
        try:
            return self._arrive(digest)
        except Error:  # has the connection died since the last request?
            if self.in_atomic_block or self.health_check_done or not self.health_check_enabled:
                raise
        self.close()
        super().ensure_connection()
        return self._arrive(digest)

    @property
    def standing(self) -> tuple[str, int | None]:
        """As which role and for whom the connection is to act."""
        return self._role, self._person

    def ensure_connection(self) -> None:
        """Connect if need be, and stand as wanted: every use of the connection begins here."""
        super().ensure_connection()
        wanted = self.standing
        if wanted != self._stands_as() and self._takes_orders():
            self._stand(*wanted)

    def is_usable(self) -> bool:
        """Tell whether the connection lives; to make it stand as wanted tells that as well."""
        wanted = self.standing
        if wanted == self._stands_as() or not self._takes_orders():
            usable: bool = super().is_usable()
            return usable
        try:
            self._stand(*wanted)
        except Error:
            return False
        return True

    def get_autocommit(self) -> bool:
        """Tell whether a transaction must be begun; asking needs nobody to stand for it."""
        base.DatabaseWrapper.ensure_connection(self)
        autocommit: bool = self.autocommit
        return autocommit

    def _stands_as(self) -> tuple[str, int | None] | None:
        """Return as what the connection stands; nothing if a rollback may have undone it."""
        if self.connection is not self._stands_on:
            return OWNER, None
        since = self._stands_since
        return self._stands if self.atomic_blocks[: len(since)] == since else None

    def _stand(self, role: str, person: int | None) -> None:
        stood = self._stands_as()
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            if stood is not None and stood[1] == person and OWNER not in (role, stood[0]):
                cursor.execute(STAND_AS, [role])
            else:
                cursor.execute(STAND, [role, person, timezone.now().date()])
        self._keep(role, person)

    def _arrive(self, digest: str) -> dict[str, Any] | None:
        role = self._role
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            cursor.execute(ARRIVE, [role, digest, timezone.now().date()])
            (text,) = cursor.fetchone()
        read: dict[str, Any] | None = json.loads(text) if text else None
        self._keep(role, read["person"]["id"] if read else None)
        self.health_check_done = True
        return read

    def _keep(self, role: str, person: int | None) -> None:
        self._stands, self._stands_on = (role, person), self.connection
        self._stands_since = list(self.atomic_blocks)

    def _takes_orders(self) -> bool:
        """Tell whether it is made up, and not waiting for the end of a failed transaction."""
        ready = self.connection.autocommit or self.in_atomic_block
        status: int = self.connection.info.transaction_status
        return ready and status != TRANSACTION_STATUS_INERROR
