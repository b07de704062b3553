"""Forms and filters of what happened."""
