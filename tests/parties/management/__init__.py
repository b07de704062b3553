"""Tests of the commands of the standing order."""
