"""Pages of what happened: each view parses, asks the domain, renders."""
