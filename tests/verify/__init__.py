"""The verifier and the witness, as a party runs them."""
