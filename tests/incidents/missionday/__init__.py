"""Tests of the pure room of mission days."""
