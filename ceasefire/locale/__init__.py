"""Languages: how each writes dates and numbers, and its translations."""
