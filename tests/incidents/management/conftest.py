"""The founding case loaded once for all the tests of a file."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture(scope="module")
def founding_case(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The words the command printed; the database is emptied at the end.

    What a single test writes on top of it is rolled back by its own transaction,
    so every test that uses this is marked with ``django_db`` too.
    """
    with django_db_blocker.unblock():
        printed = StringIO()
        call_command("load_founding_case", list=True, stdout=printed)
    yield printed.getvalue()
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)
