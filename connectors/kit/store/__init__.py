"""The connectors' own tables, queries and branch of the schema."""
