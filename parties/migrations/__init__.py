"""Database migrations of the standing order."""
