"""The part's own tables and branch of the schema."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"
"""The folder of the branch, for `hub.store.migrate`."""
