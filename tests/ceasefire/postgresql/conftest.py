"""What the tests of the second wall share."""

import pytest
from django.db import ProgrammingError, transaction
from psycopg2.errors import InsufficientPrivilege


@pytest.fixture
def refused():
    """A check that PostgreSQL refuses a deed for want of the right to it."""

    def check(deed):
        with pytest.raises(ProgrammingError) as caught, transaction.atomic():
            deed()
        assert isinstance(caught.value.__cause__, InsufficientPrivilege)

    return check


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path):
    """The folder of this test's files, on a disk with room."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    settings.EVIDENCE_KEEP_FREE = 0
