"""The hand-off's own tables and queries."""
