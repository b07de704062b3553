"""Benchmarks: A and B in turn, in one run, on one machine; what counts is their ratio."""
