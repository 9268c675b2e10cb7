"""Indexes of a case's user tasks: the open ones in order, and what these people did, however much others did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'CREATED'")
_NAMED = sa.text("on_behalf_of IS NOT NULL")


def upgrade() -> None:
    """Let the indexes of a case's user tasks go on with the order and with who completed them."""
    op.drop_index("ix_user_task_root_process_instance_key", table_name="user_task")
    op.create_index("ix_user_task_done", "user_task", ["root_process_instance_key", "completed_by"])
    columns = ["root_process_instance_key", "key"]
    op.create_index("ix_user_task_open", "user_task", columns, postgresql_where=_OPEN, sqlite_where=_OPEN)
    columns = ["root_process_instance_key", "on_behalf_of"]
    op.create_index("ix_user_task_done_for", "user_task", columns, postgresql_where=_NAMED, sqlite_where=_NAMED)


def downgrade() -> None:
    """Bring the former index back."""
    op.drop_index("ix_user_task_done_for", table_name="user_task")
    op.drop_index("ix_user_task_open", table_name="user_task")
    op.drop_index("ix_user_task_done", table_name="user_task")
    op.create_index("ix_user_task_root_process_instance_key", "user_task", ["root_process_instance_key"])
