"""Search rows follow new events: how far each process instance was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, whose zeros have every row made anew, and the table."""
    for name in ("root_length", "grown"):
        op.add_column("case_search", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "case_search_part",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root_process_instance_key", sa.BigInteger(), nullable=False),
        sa.Column("history_length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_case_search_part")),
    )
    op.create_index(op.f("ix_case_search_part_root_process_instance_key"), "case_search_part", ["root_process_instance_key"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("case_search_part")
    for name in ("grown", "root_length"):
        op.drop_column("case_search", name)
