"""The founding case: its files read, and put in place."""
