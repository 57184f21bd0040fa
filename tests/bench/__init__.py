"""Measures the house; `python -m tests.bench` prints one table."""
