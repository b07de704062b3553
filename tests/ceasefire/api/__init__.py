"""Tests of ceasefire' part of the API."""
