"""Sealed recordings: their format, how one is made, and how anybody checks one without this house."""
