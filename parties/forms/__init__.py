"""Forms of the standing order's pages."""
