"""Runs migrations on the connection that `hub.store.migrate` hands over."""

from alembic import context

from hub.store.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
)
context.run_migrations()
