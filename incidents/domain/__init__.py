"""Every write and every non-trivial read of what happened."""
