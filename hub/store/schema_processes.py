"""The tables of processes: which there are, and which of them may do what only one may do."""

from sqlalchemy import BigInteger, Boolean, Column, Integer, String, Table, Text

from hub.store.metadata import metadata
from hub.store.types import Moment

NAME = String(64)

process = Table(
    "process",
    metadata,
    # Made at the start, never configured: no two processes ever have the same.
    Column("name", NAME, primary_key=True),
    Column("role", String(16), nullable=False),
    Column("label", NAME, nullable=False),
    # Boot and process namespace: who has the same can see whether the other still runs.
    Column("machine", String(80), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("pid_started", BigInteger),
    Column("started_at", Moment, nullable=False),
    Column("heartbeat_at", Moment, nullable=False),
    Column("cut_off", Boolean, nullable=False),
    # Ids only, the one that writes first, separated by commas; NULL where a process does not say.
    Column("data_keys", Text),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(160), primary_key=True),
    # The process, or a part of it that must not be taken for another.
    Column("owner", String(128)),
    Column("epoch", Integer, nullable=False),
    Column("until", Moment, nullable=False),
)
