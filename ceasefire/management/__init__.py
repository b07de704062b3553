"""Management of the shell."""
