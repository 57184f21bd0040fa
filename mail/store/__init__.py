"""The part's own table and branch of the schema."""
