"""The database: one metadata, one migration history, SQLite or PostgreSQL."""
