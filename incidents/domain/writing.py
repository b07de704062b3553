"""Writing: one transaction of the domain, which reads whatever it must to write rightly.

A request reads what its person may read; PostgreSQL refuses the rest. Who links a report,
merges, signs or files may have to read more than that: the incident that a report joins,
whoever may see it. Before it writes, it may have to look beyond its person, too: whether
the report exists that a filer names. The rows of a dataset wait in a table of the writer's
while their file is read. These are the doors to that, for the domain alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

WRITER = "ceasefire_writer"


@contextmanager
def writing() -> Iterator[None]:
    """Run one transaction as the role that may write; as the owner if no request is served."""
    with looking_beyond(), transaction.atomic():
        yield


@contextmanager
def looking_beyond() -> Iterator[None]:
    """Read what the person who asks may not, to tell of it no more than that it is there."""
    wall: Any = connection
    with wall.acting_briefly_as(WRITER):
        yield
