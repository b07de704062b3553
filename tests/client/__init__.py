"""The client that analysts save, against a live server."""
