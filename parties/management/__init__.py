"""Commands on the standing order."""
