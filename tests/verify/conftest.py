"""The log of these tests has a key of its own, as all tests of what happened."""

from tests.incidents.conftest import log_key

__all__ = ["log_key"]
