"""A notification for one person."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

notifications = sa.Table(
    "notification",
    metadata,
    key_column(),
    sa.Column("recipient", sa.String(200), nullable=False),
    sa.Column("text_th", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("process_instance_key", sa.BigInteger),
    sa.Column("job_key", sa.BigInteger),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("read_at", UtcDateTime),
    sa.UniqueConstraint("job_key", "recipient", "digest"),
    sa.Index("ix_notification_recipient", "recipient", "created_at"),
)
"""`digest` is the SHA-256 of both texts: one job tells one person the same thing once."""
