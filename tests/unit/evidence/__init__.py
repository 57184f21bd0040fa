"""Evidence of conversations."""
