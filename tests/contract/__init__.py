"""Recorded words of each channel, through its translator in both directions."""
