"""The product from end to end, as its people use it."""
