"""Benchmark of verification: `python -m benchmarks.verification` (see docs/verification.md)."""
