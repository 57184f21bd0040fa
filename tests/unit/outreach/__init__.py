"""Inspection by rules."""
