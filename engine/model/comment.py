"""A remark on a case, perhaps at one of its user tasks."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

comments = sa.Table(
    "comment",
    metadata,
    key_column(),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("user_task_key", sa.BigInteger),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)
