"""Pages of the standing order: each view reads, then renders."""
