"""How urgent a job is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and the index that jobs are handed out by."""
    op.add_column("job", sa.Column("precedence", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        op.f("ix_job_precedence"),
        "job",
        ["type", "precedence", "due_at", "key"],
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index(op.f("ix_job_precedence"), "job")
    op.drop_column("job", "precedence")
