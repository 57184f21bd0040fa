"""What the bank's own programs use."""
