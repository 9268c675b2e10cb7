"""What a person has typed into a user task's form but not sent."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import JsonText, UtcDateTime, metadata
from engine.model.user_task import user_tasks

user_task_drafts = sa.Table(
    "user_task_draft",
    metadata,
    sa.Column(
        "user_task_key",
        sa.BigInteger,
        sa.ForeignKey(user_tasks.c.key, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("user_name", sa.String(200), primary_key=True),
    sa.Column("values", JsonText, nullable=False),
    sa.Column("saved_at", UtcDateTime, nullable=False),
)
