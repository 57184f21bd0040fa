"""The part's own tables, queries and branch of the schema."""
