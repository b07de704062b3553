"""Tests of the domain: every write, every read that is more than a lookup."""
