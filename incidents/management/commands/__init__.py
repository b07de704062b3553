"""Commands on what happened."""
