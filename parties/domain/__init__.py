"""Every write and every non-trivial read of the standing order."""
