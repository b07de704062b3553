"""Tests of the pure room of positions."""
