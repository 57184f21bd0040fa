"""One open request for a person a conversation, whatever its medium is: it may change while it is open."""

import sqlalchemy as sa
from alembic import op

revision = "handoff_0008"
down_revision = "handoff_0007"
branch_labels = None

OPEN = "state IN ('scheduled', 'queued', 'offered', 'assigned', 'on_hold') AND kind = 'person'"


def upgrade() -> None:
    """Applies this migration."""
    _replace("identity_key", "conversation")


def downgrade() -> None:
    """Takes it back."""
    _replace("identity_key", "conversation", "medium")


def _replace(*columns: str) -> None:
    op.drop_index("uq_task_open_person", table_name="task")
    op.create_index(
        "uq_task_open_person",
        "task",
        list(columns),
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
