"""Files as evidence: what a file is by its bytes, where it is kept, and a look inside from afar."""
