"""Tests of the standing order in the admin."""
