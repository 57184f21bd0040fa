"""The part's own tables and branch of the schema."""
