"""The search backends: what both have to do, and what each does in its own way."""
