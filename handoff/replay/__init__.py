"""A day replayed through the code that routes, on a clock of its own; it writes nothing."""
