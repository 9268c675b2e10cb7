"""One recorded fact of a case, chained by hash to the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class HistoryEvent:
    """Who did what when, in which capacity; `payload` holds what is particular to the type."""

    process_instance_key: int
    sequence: int
    """From 1, without gaps, per process instance."""
    type: str
    at: datetime
    actor: str
    on_behalf_of: str | None = None
    capacity: str | None = None
    session_id: str | None = None
    element_id: str | None = None
    element_instance_key: int | None = None
    payload: str = "{}"
    """Canonical JSON text, stored and hashed as it is."""
    hash: str = ""


history_events = sa.Table(
    "history_event",
    metadata,
    sa.Column("process_instance_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("type", sa.String(60), nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("on_behalf_of", sa.String(200)),
    sa.Column("capacity", sa.String(300)),
    sa.Column("session_id", sa.String(64)),
    sa.Column("element_id", sa.String(255)),
    sa.Column("element_instance_key", sa.BigInteger),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
