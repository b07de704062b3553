"""Tests of what the tables of the standing order refuse."""
