"""A timer: when something is due. The row is deleted when it fired or was canceled; history keeps the fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Timer:
    """A timer of an element instance, or of a process definition's start event (then both instance keys are None)."""

    key: int
    due_at: datetime
    element_id: str
    process_definition_key: int
    process_id: str = ""
    process_instance_key: int | None = None
    element_instance_key: int | None = None
    """The element instance that waits, or whose boundary event or event sub-process waits."""
    repetitions: int | None = None
    """How many more times it fires, this time included; -1: for ever; None: once."""
    interval: str | None = None
    """ISO 8601 duration or cron expression of a cycle."""
    attempts: int = 0


timers = sa.Table(
    "timer",
    metadata,
    key_column(),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("process_instance_key", sa.BigInteger, index=True),
    sa.Column("element_instance_key", sa.BigInteger, index=True),
    sa.Column("repetitions", sa.Integer),
    sa.Column("interval", sa.String(255)),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Index("ix_timer_due_at", "due_at", "key"),
    sa.Index(
        "ix_timer_start",
        "process_id",
        postgresql_where=sa.text("process_instance_key IS NULL"),
        sqlite_where=sa.text("process_instance_key IS NULL"),
    ),
)
