"""Tests of the standing order."""
