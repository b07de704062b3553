"""Tests of incidents' part of the API."""
