"""What `make` does, step by step, with the standard library alone."""
