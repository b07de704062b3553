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
