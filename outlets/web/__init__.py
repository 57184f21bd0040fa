"""What the part serves to staff."""
