"""The knowledge base's own tables and queries, and its branch of the schema."""
