"""Tests of the reads of the standing order."""
