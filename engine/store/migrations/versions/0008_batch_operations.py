"""Batch operations and their items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "batch_operation",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("is_service", sa.Boolean(), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=200)),
        sa.Column("capacity", sa.String(length=300)),
        sa.Column("session_id", sa.String(length=64)),
        sa.Column("started_at", UtcDateTime()),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("handed_out", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_batch_operation")),
    )
    op.create_table(
        "batch_item",
        sa.Column("batch_operation_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("processed_at", UtcDateTime()),
        sa.Column("error_message", sa.Text()),
        sa.PrimaryKeyConstraint("batch_operation_key", "item_key", name=op.f("pk_batch_item")),
        sa.ForeignKeyConstraint(
            ["batch_operation_key"], ["batch_operation.key"], name=op.f("fk_batch_item_batch_operation_key")
        ),
    )
    op.create_index(op.f("ix_batch_item_process_instance_key"), "batch_item", ["process_instance_key"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("batch_item")
    op.drop_table("batch_operation")
