"""A standby of a PostgreSQL of the tests' own, in synchronous streaming replication, and its promotion."""

import asyncio
import shutil
import time

import asyncpg

from tests.support.postgres import Postgres, new_folder

FOLLOWS_WITHIN_S = 30.0
LOOK_EVERY_S = 0.05

NOWHERE = "host=127.0.0.1 port=1 user=yuanqiao"
"""Where a standby finds no primary."""


def make_standby(primary: Postgres, port: int) -> Postgres:
    """A copy of the primary that listens on this port, follows it, and asks no standby of its own."""
    standby = Postgres(primary.binaries, new_folder(), port)
    standby.run(
        "pg_basebackup",
        *("-h", "127.0.0.1", "-p", str(primary.port), "-U", "yuanqiao"),
        *("-D", str(standby.data), "-R", "-X", "stream", "-c", "fast", "--no-sync"),
    )
    with (standby.data / "postgresql.conf").open("a") as file:
        file.write("synchronous_standby_names = ''\n")
    standby.start()
    return standby


async def wait_for(primary: Postgres, *, synchronous: bool) -> None:
    """Has commits of the primary wait for its standby, or not; waits until the standby follows.

    Raises `TimeoutError`.
    """
    primary.configure(synchronous_standby_names="*" if synchronous else "")
    wanted = "sync" if synchronous else "async"
    deadline = time.monotonic() + FOLLOWS_WITHIN_S
    connection = await asyncpg.connect(f"postgresql://yuanqiao@127.0.0.1:{primary.port}/postgres")
    try:
        query = "SELECT sync_state FROM pg_stat_replication WHERE state = 'streaming'"
        while await connection.fetchval(query) != wanted:
            if time.monotonic() > deadline:
                raise TimeoutError("the standby does not follow")
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await connection.close()


def cut_off(standby: Postgres) -> None:
    """From here on the standby hears nothing of its primary."""
    with (standby.data / "postgresql.auto.conf").open("a") as file:
        file.write(f"primary_conninfo = '{NOWHERE}'\n")
    standby.configure()


def promote(standby: Postgres) -> None:
    """Makes it the primary, and waits until it is one."""
    standby.run("pg_ctl", "-D", str(standby.data), "-w", "promote")


def clear(dead: Postgres) -> None:
    """Removes the files of one that was killed."""
    shutil.rmtree(dead.folder, ignore_errors=True)
