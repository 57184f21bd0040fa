"""Packs a conversation with all that explains it into one signed file, and checks such a file offline."""
