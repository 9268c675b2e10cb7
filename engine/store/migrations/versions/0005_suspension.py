"""Since when a process instance is suspended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from engine.model.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("process_instance", sa.Column("suspended_at", UtcDateTime()))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("process_instance", "suspended_at")
