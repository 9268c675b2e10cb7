"""Exported files that can be recognised later."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import Hexadecimal

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "exported_file",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("sha256", Hexadecimal(), nullable=False),
        sa.Column("chain_key", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "sha256", name=op.f("pk_exported_file")),
    )
    op.create_index(op.f("ix_exported_file_sha256"), "exported_file", ["sha256"])
    op.create_index(op.f("ix_exported_file_chain_key"), "exported_file", ["chain_key"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("exported_file")
