"""Tests of the pure room of canonical bytes."""
