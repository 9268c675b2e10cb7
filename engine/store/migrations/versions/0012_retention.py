"""Policies of retention, legal holds and erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "erasure",
        sa.Column("process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("process_instance_key", "kind", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_at"), "erasure", ["at"])
    op.create_table(
        "retention_policy",
        sa.Column("process_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("period", sa.String(length=40)),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("process_id", "kind", name=op.f("pk_retention_policy")),
    )
    op.create_table(
        "legal_hold",
        sa.Column("process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("placed_by", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("process_instance_key", name=op.f("pk_legal_hold")),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("legal_hold", "retention_policy", "erasure"):
        op.drop_table(table)
