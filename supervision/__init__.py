"""Supervision: who leads the people sees, helps and measures."""
