"""Categories have names; values may be for one region or segment, and wait for a second person's approval."""

import sqlalchemy as sa
from alembic import op

from hub.store.types import Moment

revision = "kb_0004"
down_revision = "kb_0003"

_KEPT = "name, valid_from, valid_to, kind, value, unit"


def upgrade() -> None:
    """Applies this migration."""
    op.create_table(
        "kb_category_name",
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("zh", sa.String(length=64), nullable=False),
        sa.Column("en", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("topic", name="pk_kb_category_name"),
    )
    # The primary key changes, which SQLite can only do by making the table anew.
    op.execute("CREATE TABLE kb_value_before AS SELECT * FROM kb_value")
    op.drop_table("kb_value")
    _make_values(
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("segment", sa.String(length=64), nullable=False),
    )
    into, of = f"INSERT INTO kb_value ({_KEPT}, region, segment)", f"{_KEPT}, '', ''"
    op.execute(f"{into} SELECT {of} FROM kb_value_before")  # noqa: S608  (ours)
    op.drop_table("kb_value_before")
    op.create_table(
        "kb_value_draft",
        sa.Column("value_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column("segment", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("written_by", sa.String(length=32), nullable=False),
        sa.Column("written_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("value_id", name="pk_kb_value_draft"),
        sa.UniqueConstraint(
            "name", "region", "segment", "valid_from", name="uq_kb_value_draft_name_region_segment_valid_from"
        ),
        sa.CheckConstraint(
            "kind IN ('rate', 'fee', 'amount', 'date', 'text', 'days')", name="ck_kb_value_draft_kind"
        ),
    )


def downgrade() -> None:
    """Takes this migration back; values for some alone, and those that wait, are lost."""
    op.drop_table("kb_value_draft")
    op.execute("CREATE TABLE kb_value_before AS SELECT * FROM kb_value WHERE region = '' AND segment = ''")
    op.drop_table("kb_value")
    _make_values()
    op.execute(f"INSERT INTO kb_value ({_KEPT}) SELECT {_KEPT} FROM kb_value_before")  # noqa: S608  (ours)
    op.drop_table("kb_value_before")
    op.drop_table("kb_category_name")


def _make_values(*scope: sa.Column[str]) -> None:
    key = ["name", *(column.name for column in scope), "valid_from"]
    op.create_table(
        "kb_value",
        sa.Column("name", sa.String(length=128), nullable=False),
        *scope,
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint(*key, name="pk_kb_value"),
        sa.CheckConstraint(
            "kind IN ('rate', 'fee', 'amount', 'date', 'text', 'days')", name="ck_kb_value_kind"
        ),
    )
