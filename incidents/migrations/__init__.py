"""Database migrations of what happened."""
