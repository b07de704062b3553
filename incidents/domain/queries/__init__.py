"""Reads of what happened, behind one access function."""
