"""Tests of the domain of the standing order."""
