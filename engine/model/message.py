"""A published message that may still be wanted, and with which processes it has met already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import JsonText, UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Message:
    """A buffered message; the row is deleted when its time to live is over."""

    key: int
    name: str
    correlation_key: str
    message_id: str | None
    """A second message with the same name, key and id is refused while this one lives."""
    variables: dict[str, object]
    published_at: datetime
    expires_at: datetime
    published_by: str = ""
    process_ids: set[str] = field(default_factory=set, repr=False)


messages = sa.Table(
    "message",
    metadata,
    key_column(),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("correlation_key", sa.String(500), nullable=False),
    sa.Column("message_id", sa.String(255)),
    sa.Column("variables", JsonText, nullable=False),
    sa.Column("published_at", UtcDateTime, nullable=False),
    sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    sa.Column("published_by", sa.String(200), nullable=False),
    sa.UniqueConstraint("name", "correlation_key", "message_id"),
)

message_correlations = sa.Table(
    "message_correlation",
    metadata,
    sa.Column(
        "message_key", sa.BigInteger, sa.ForeignKey(messages.c.key, ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    sa.Column("process_id", sa.String(255), primary_key=True),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("correlated_at", UtcDateTime, nullable=False),
)
"""A message meets each process (by its id) at most once, as in Zeebe."""

message_start_locks = sa.Table(
    "message_start_lock",
    metadata,
    sa.Column("process_id", sa.String(255), primary_key=True),
    sa.Column("correlation_key", sa.String(500), primary_key=True),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, unique=True),
)
"""While an instance started by a message with a correlation key runs, the next message with that key waits."""
