"""Indexes that give rows in the order in which they are taken, however many of them there are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LIVE = sa.text("ended_at IS NULL")
_OPEN = sa.text("state = 'CREATED'")


def upgrade() -> None:
    """Let the key end the indexes of live children, due jobs and due timers."""
    _replace("ix_element_instance_active", "element_instance", ["scope_key", "key"], _LIVE)
    _replace("ix_job_due", "job", ["type", "due_at", "key"], _OPEN)
    _replace("ix_timer_due_at", "timer", ["due_at", "key"])


def downgrade() -> None:
    """Bring the former columns back."""
    _replace("ix_element_instance_active", "element_instance", ["scope_key", "element_id"], _LIVE)
    _replace("ix_job_due", "job", ["type", "due_at"], _OPEN)
    _replace("ix_timer_due_at", "timer", ["due_at"])


def _replace(name: str, table: str, columns: list[str], where: sa.TextClause | None = None) -> None:
    op.drop_index(name, table_name=table)
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
