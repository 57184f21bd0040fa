"""The hand-off's tables."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
    text,
    true,
)

from handoff.store import (  # their tables are known wherever these are
    schema_asides,  # noqa: F401
    schema_routing,  # noqa: F401
)
from hub.store.metadata import metadata
from hub.store.types import Json, Moment

_OPEN_PERSON = "state IN ('scheduled', 'queued', 'offered', 'assigned', 'on_hold') AND kind = 'person'"

# One request for human work; `medium` is what the customer and the agent will talk through.
task = Table(
    "task",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("medium", String(16), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("state", String(16), nullable=False),
    # Before all that are not; `facts` is what was known when it was last asked for.
    Column("urgent", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("facts", Json),
    Column("created_at", Moment, nullable=False),
    Column("disposition", String(32)),
    Column("summary", String(2000)),
    Column("ended_at", Moment),
    # What routing reads (docs/routing.md). `excluded`: who sent it on; `opens_at`: when a task that is put
    # off begins to wait; `told`: the wait that the customer was told.
    Column("queue_id", String(32), nullable=False, server_default="general"),
    Column("tier", Integer, nullable=False, server_default="1"),
    Column("service_class", String(32), nullable=False, server_default="standard"),
    Column("needs", Json),
    Column("languages", Json),
    Column("sticky", Json),
    Column("excluded", Json),
    Column("credit_s", Integer, nullable=False, server_default="0"),
    Column("returned", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("transfers", Integer, nullable=False, server_default="0"),
    Column("failed_offers", Integer, nullable=False, server_default="0"),
    Column("stage", Integer, nullable=False, server_default="0"),
    Column("opens_at", Moment),
    Column("told", Json),
    PrimaryKeyConstraint("identity_key", "conversation", "turn", "kind"),
    CheckConstraint("kind IN ('person', 'complaint')", name="kind"),
    Index("ix_task_created_at", "created_at"),
    Index("ix_task_state", "state", "kind"),
    # At most one open request for a person a conversation, whatever its medium is just now.
    Index(
        "uq_task_open_person",
        "identity_key",
        "conversation",
        unique=True,
        sqlite_where=text(_OPEN_PERSON),
        postgresql_where=text(_OPEN_PERSON),
    ),
)

# What an agent does now. `used`: what all in hand (offers and wrap-ups, too) takes of the budget `room`;
# `seen_at`: when their desk was last heard; `missed`: offers in a row that they let pass.
agent = Table(
    "agent",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("next_status", String(16)),
    Column("room", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("idle_since", Moment, nullable=False),
    CheckConstraint("used BETWEEN 0 AND room", name="used"),
)

# One offer of a task to one agent, and what became of it. `ends_at`: of an offer, and of the wrap-up;
# `read_seq`: how far the agent has read; `epoch`: under which the agent owns the conversation.
reservation = Table(
    "reservation",
    metadata,
    Column("reservation_id", String(32), primary_key=True),
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", Json, nullable=False),
    Column("reason", String(64)),
    Column("epoch", Integer),
    Column("read_seq", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("ended_at", Moment),
    # What it takes of the agent's budget, and whether it counts among the pieces of its channel (held: not).
    Column("cost", Integer, nullable=False, server_default="20"),
    Column("counted", Boolean(create_constraint=False), nullable=False, server_default=true()),
    Column("accepted_at", Moment),
    Column("replied_at", Moment),
    # When the agent is reminded of a conversation that is held.
    Column("wakes_at", Moment),
    Index("ix_reservation_account_id", "account_id", "state"),
    Index("ix_reservation_state", "state", "ended_at"),
    Index("ix_reservation_task", "identity_key", "conversation", "turn", "state"),
    *(
        Index(
            name,
            "identity_key",
            "conversation",
            "turn",
            unique=True,
            sqlite_where=text(states),
            postgresql_where=text(states),
        )
        for name, states in (
            ("uq_reservation_pending", "state = 'pending'"),
            ("uq_reservation_owner", "state IN ('accepted', 'wrapping')"),
        )
    ),
)

# What staff write for each other in a conversation; no channel reads it.
note = Table(
    "note",
    metadata,
    Column("identity_key", String(24), nullable=False),
    Column("conversation", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    # Behind which message it stands.
    Column("seq", Integer, nullable=False),
    # By which a note that the desk sends again is known.
    Column("wish_id", String(36), nullable=False, unique=True),
    Column("account_id", String(64), nullable=False),
    Column("author_name", String(64), nullable=False),
    Column("text", String(2000), nullable=False),
    Column("created_at", Moment, nullable=False),
    # A supervisor's, for the agent alone (the column is supervision's).
    Column("whispered", Boolean(create_constraint=False), nullable=False, server_default=false()),
    PrimaryKeyConstraint("identity_key", "conversation", "number"),
)
