"""Records of customers."""
