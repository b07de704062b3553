"""The standing order over the API: read only, open to everybody."""
