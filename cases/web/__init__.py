"""What staff can ask about cases."""
