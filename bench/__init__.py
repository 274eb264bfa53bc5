"""Benchmarks: `make bench`, or `make bench BENCH=pages`. Each prints its own table; none is a test."""
