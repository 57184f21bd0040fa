"""The knowledge base's own tables and queries."""
