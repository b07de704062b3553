"""Pure room: canonical bytes, Merkle tree, leaves, signed notes and proofs."""
