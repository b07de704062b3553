"""Pages of the standing order, over HTTP."""
