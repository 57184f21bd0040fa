"""How well the demo bank answers people who never saw its articles."""
