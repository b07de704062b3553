"""The permission table, cell by cell."""
