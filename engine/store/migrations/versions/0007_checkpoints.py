"""Who read what, and the checkpoints over all chains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import Hexadecimal, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_access_event()
    _create_checkpoint()


def downgrade() -> None:
    """Drop the tables."""
    for table in ("sealed_chain", "checkpoint_node", "checkpoint_leaf", "checkpoint", "access_event"):
        op.drop_table(table)


def _create_access_event() -> None:
    op.create_table(
        "access_event",
        sa.Column("process_instance_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=200)),
        sa.Column("capacity", sa.String(length=300)),
        sa.Column("session_id", sa.String(length=64)),
        sa.Column("element_id", sa.String(length=255)),
        sa.Column("element_instance_key", sa.BigInteger()),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("details", sa.Text()),
        sa.Column("salt", Hexadecimal()),
        sa.Column("sealed", Hexadecimal()),
        sa.Column("hash", Hexadecimal(), nullable=False),
        sa.PrimaryKeyConstraint("process_instance_key", "sequence", name=op.f("pk_access_event")),
    )


def _create_checkpoint() -> None:
    op.create_table(
        "checkpoint",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("tree_size", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("signature", Hexadecimal(), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_checkpoint")),
    )
    op.create_table(
        "checkpoint_leaf",
        sa.Column("leaf_index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("chain_key", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", Hexadecimal(), nullable=False),
        sa.PrimaryKeyConstraint("leaf_index", name=op.f("pk_checkpoint_leaf")),
    )
    op.create_index(op.f("ix_checkpoint_leaf_chain"), "checkpoint_leaf", ["chain_key", "kind", "leaf_index"])
    op.create_table(
        "checkpoint_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", Hexadecimal(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_checkpoint_node")),
    )
    op.create_table(
        "sealed_chain",
        sa.Column("chain_key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("chain_key", "kind", name=op.f("pk_sealed_chain")),
    )
