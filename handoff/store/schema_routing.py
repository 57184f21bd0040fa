"""The tables by which a bank sets its routing up, and what the router is to look at again."""

from sqlalchemy import CheckConstraint, Column, Integer, String, Table

from hub.store.metadata import metadata
from hub.store.types import Json, Moment

# Where tasks wait. `place`: the order in which queues are asked whether a task is theirs; `setup`: all that
# `handoff.setup.QueueSetup` says; `version`: of the setup, so that nobody overwrites another's change.
queue = Table(
    "routing_queue",
    metadata,
    Column("queue_id", String(32), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("setup", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# When queues are open: weekly hours, holidays, workdays moved to a weekend (调休).
calendar = Table(
    "routing_calendar",
    metadata,
    Column("calendar_id", String(32), primary_key=True),
    Column("setup", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# What an agent can do, in which languages, and how much at once; who has no row serves every queue.
agent_profile = Table(
    "agent_profile",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("setup", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

# What somebody changed behind the router's back: it reads these, looks at each thing again, and removes them
# in the transaction in which it decides. Nothing is updated, so that writers never wait for each other.
change = Table(
    "routing_change",
    metadata,
    Column("change_id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("key", String(64), nullable=False),
    CheckConstraint("kind IN ('task', 'agent', 'setup')", name="kind"),
)
