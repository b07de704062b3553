"""Notations that the outside world uses."""
