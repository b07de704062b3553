"""Tests of parties' part of the API."""
