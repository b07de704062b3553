"""Tests of how the founding case is read."""
