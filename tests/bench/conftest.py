"""A mission's years of incidents, as few as will do."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from bench.caller import Caller
from bench.fill import Filled, fill, filled

ROWS = 700


@pytest.fixture
def years(db) -> Filled:
    """A filled mission."""
    fill(ROWS)
    return filled()


@pytest.fixture
def addresses(settings):
    """The product's addresses and the plain rivals'."""
    settings.ROOT_URLCONF = "bench.urls"


@pytest.fixture
def one_connection():
    """Requests keep the connection, and with it the transaction of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def analyst(years, addresses, one_connection) -> Caller:
    """Who reads the lists."""
    return Caller(years.analyst_token)


@pytest.fixture
def monitor(years, addresses, one_connection) -> Caller:
    """Who files reports."""
    return Caller(years.monitor_token)
