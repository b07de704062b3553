"""Tests of the commands that load incidents."""
