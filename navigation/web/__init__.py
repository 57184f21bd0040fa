"""What staff can ask about navigation."""
