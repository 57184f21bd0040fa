"""What staff can ask about notices."""
