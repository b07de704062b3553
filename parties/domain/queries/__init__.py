"""Reads of the standing order."""
