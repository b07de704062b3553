"""Tests of the embedded mode."""
