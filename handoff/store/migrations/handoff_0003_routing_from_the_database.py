"""Queues, calendars and agents' profiles; what routing has to know of tasks and offers to begin anew."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Json, Moment

revision = "handoff_0003"
down_revision = "handoff_0002"
branch_labels = None

OPEN = "state IN ('scheduled', 'queued', 'offered', 'assigned', 'on_hold') AND kind = 'person'"
OPEN_BEFORE = "state IN ('queued', 'offered', 'assigned') AND kind = 'person'"
SETUPS = ("routing_queue", "routing_calendar", "agent_profile")
CHAT = 20
"""Room was counted in chats, five of them; from here on it is a budget, of which a chat takes a fifth."""


def upgrade() -> None:
    """Applies this migration."""
    for column in _task_columns():
        op.add_column("task", column)
    for column in _reservation_columns():
        op.add_column("reservation", column)
    op.create_index("ix_reservation_state", "reservation", ["state", "ended_at"])
    _replace_open(OPEN)
    op.execute(f"UPDATE agent SET used = used * {CHAT}, room = room * {CHAT}")  # noqa: S608  (numbers of ours)
    _make_setups()
    op.create_table(
        "routing_change",
        sa.Column("change_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind IN ('task', 'agent', 'setup')", name=op.f("ck_routing_change_kind")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_routing_change")),
    )


def downgrade() -> None:
    """Takes this migration back; what was put off waits, what was held is served."""
    for name in ("routing_change", *SETUPS):
        op.drop_table(name)
    op.execute("UPDATE task SET state = 'queued' WHERE state = 'scheduled'")
    op.execute("UPDATE task SET state = 'assigned' WHERE state = 'on_hold'")
    _replace_open(OPEN_BEFORE)
    op.execute("UPDATE agent SET room = 1000000")
    op.execute(
        "UPDATE agent SET used = (SELECT count(*) FROM reservation WHERE reservation.account_id = "
        "agent.account_id AND reservation.state IN ('pending', 'accepted', 'wrapping'))"
    )
    op.execute("UPDATE agent SET room = CASE WHEN used > 5 THEN used ELSE 5 END")
    op.drop_index("ix_reservation_state", table_name="reservation")
    for column in _reservation_columns():
        op.drop_column("reservation", column.name)
    for column in _task_columns():
        op.drop_column("task", column.name)


def _task_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("queue_id", sa.String(length=32), nullable=False, server_default="general"),
        sa.Column("tier", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("service_class", sa.String(length=32), nullable=False, server_default="standard"),
        sa.Column("needs", Json, nullable=True),
        sa.Column("languages", Json, nullable=True),
        sa.Column("sticky", Json, nullable=True),
        sa.Column("excluded", Json, nullable=True),
        sa.Column("credit_s", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("returned", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()),
        sa.Column("transfers", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failed_offers", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("stage", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("opens_at", Moment(), nullable=True),
        sa.Column("told", Json, nullable=True),
    ]


def _reservation_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("cost", sa.Integer(), nullable=False, server_default=str(CHAT)),
        sa.Column("counted", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.true()),
        sa.Column("accepted_at", Moment(), nullable=True),
        sa.Column("replied_at", Moment(), nullable=True),
        sa.Column("wakes_at", Moment(), nullable=True),
    ]


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


def _make_setups() -> None:
    for name, key, length in (
        ("routing_queue", "queue_id", 32),
        ("routing_calendar", "calendar_id", 32),
        ("agent_profile", "account_id", 64),
    ):
        place = [sa.Column("place", sa.Integer(), nullable=False)] if name == "routing_queue" else []
        op.create_table(
            name,
            sa.Column(key, sa.String(length=length), nullable=False),
            *place,
            sa.Column("setup", Json, nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("changed_at", Moment(), nullable=False),
            sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
        )
