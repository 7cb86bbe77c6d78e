"""Measurements, printed and never judged: `python -m benchmarks`."""
