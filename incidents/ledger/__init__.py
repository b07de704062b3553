"""Pure room: canonical bytes and hashes of what was written."""
