"""The benchmarks' harness at a size at which nothing is measured."""
