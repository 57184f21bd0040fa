"""What supervision serves to staff."""
