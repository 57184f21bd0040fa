"""What staff can ask about the records of customers."""
