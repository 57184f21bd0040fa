"""Agents, offers of tasks to them, notes of the staff, and how a task ended."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "handoff_0002"
down_revision = "handoff_0001"
branch_labels = None

OPEN = "state IN ('queued', 'offered', 'assigned') AND kind = 'person'"
QUEUED = "state = 'queued' AND kind = 'person'"
PARTIAL = (
    ("uq_reservation_pending", "state = 'pending'"),
    ("uq_reservation_owner", "state IN ('accepted', 'wrapping')"),
)
TASK = ["identity_key", "conversation", "turn"]


def upgrade() -> None:
    """Applies this migration."""
    op.add_column("task", sa.Column("disposition", sa.String(length=32), nullable=True))
    op.add_column("task", sa.Column("summary", sa.String(length=2000), nullable=True))
    op.add_column("task", sa.Column("ended_at", Moment(), nullable=True))
    op.create_index("ix_task_state", "task", ["state", "kind"])
    _replace_open(OPEN)
    op.create_table(
        "agent",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("next_status", sa.String(length=16), nullable=True),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("idle_since", Moment(), nullable=False),
        sa.CheckConstraint("used BETWEEN 0 AND room", name=op.f("ck_agent_used")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_agent")),
    )
    _make_reservation()
    op.create_table(
        "note",
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("wish_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("author_name", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("identity_key", "conversation", "number", name=op.f("pk_note")),
        sa.UniqueConstraint("wish_id", name=op.f("uq_note_wish_id")),
    )


def downgrade() -> None:
    """Takes this migration back; tasks that agents have in hand wait again."""
    op.drop_table("note")
    op.drop_table("reservation")
    op.drop_table("agent")
    op.execute("UPDATE task SET state = 'queued' WHERE state IN ('offered', 'assigned')")
    _replace_open(QUEUED)
    op.drop_index("ix_task_state", table_name="task")
    op.drop_column("task", "ended_at")
    op.drop_column("task", "summary")
    op.drop_column("task", "disposition")


def _replace_open(states: str) -> None:
    op.drop_index("uq_task_open_person", table_name="task")
    op.create_index(
        "uq_task_open_person",
        "task",
        ["identity_key", "conversation", "medium"],
        unique=True,
        sqlite_where=sa.text(states),
        postgresql_where=sa.text(states),
    )


def _make_reservation() -> None:
    op.create_table(
        "reservation",
        sa.Column("reservation_id", sa.String(length=32), nullable=False),
        sa.Column("identity_key", sa.String(length=24), nullable=False),
        sa.Column("conversation", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", Json, nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=True),
        sa.Column("read_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("reservation_id", name=op.f("pk_reservation")),
    )
    op.create_index("ix_reservation_account_id", "reservation", ["account_id", "state"])
    op.create_index("ix_reservation_task", "reservation", [*TASK, "state"])
    for name, states in PARTIAL:
        op.create_index(
            name,
            "reservation",
            TASK,
            unique=True,
            sqlite_where=sa.text(states),
            postgresql_where=sa.text(states),
        )
