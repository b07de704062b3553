"""Pages of what happened, over HTTP and in a browser."""
