"""Calls, and flows in them, at the wire."""
