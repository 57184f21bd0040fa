"""The PostgreSQL server of a run: whether it runs as in production, and with which settings."""

import asyncpg
from sqlalchemy.engine import make_url

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
"""What must be on: without them no commit says anything about the disk."""


async def durable_settings(url: str) -> dict[str, str]:
    """The server's version and the settings that keep commits."""
    connection = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(False))
    try:
        names = ("server_version", *DURABLE)
        return {name: str(await connection.fetchval(f"SHOW {name}")) for name in names}
    finally:
        await connection.close()
