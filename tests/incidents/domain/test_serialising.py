"""Transactions about one id take turns."""

import itertools
import time

import pytest
from django.db import transaction

from incidents.domain.serialising import serialise_by_id
from incidents.ledger.uuid7 import uuid7
from tests.incidents.telling import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_waits_until_the_first_has_ended(cast):
    key, spans = uuid7(), []

    def work(_number):
        with transaction.atomic():
            serialise_by_id(key)
            begun = time.monotonic()
            time.sleep(0.05)
            spans.append((begun, time.monotonic()))

    at_once(3, work)
    spans.sort()
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
