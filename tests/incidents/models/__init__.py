"""Tests of shapes, constraints and triggers."""
