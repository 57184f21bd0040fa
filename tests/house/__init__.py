"""Checks of the house itself: its commands, its arrows, its size."""
