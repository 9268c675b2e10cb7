"""What one command still owes: a step of the same or of another process instance, done as a command of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


class ContinuationKind(StrEnum):
    """What is to be done."""

    CONTINUE_INSTANCE = "CONTINUE_INSTANCE"
    START_CALLED_PROCESS = "START_CALLED_PROCESS"
    CALLED_PROCESS_ENDED = "CALLED_PROCESS_ENDED"
    TERMINATE_CALLED_PROCESS = "TERMINATE_CALLED_PROCESS"
    PUBLISH_MESSAGE = "PUBLISH_MESSAGE"
    CORRELATE_MESSAGE = "CORRELATE_MESSAGE"
    """Let one buffered message and one subscription meet."""
    BROADCAST_SIGNAL = "BROADCAST_SIGNAL"
    TRIGGER_SIGNAL = "TRIGGER_SIGNAL"
    """Let a signal reach one subscription."""
    HAND_OUT_BATCH = "HAND_OUT_BATCH"
    """Hand out the next items of a batch operation."""
    DO_BATCH_ITEM = "DO_BATCH_ITEM"


HELD_KINDS = frozenset(
    {
        ContinuationKind.CONTINUE_INSTANCE,
        ContinuationKind.START_CALLED_PROCESS,
        ContinuationKind.CALLED_PROCESS_ENDED,
        ContinuationKind.TRIGGER_SIGNAL,
    }
)
"""Steps of the process instance that they name: they wait while it is suspended."""


MAX_ATTEMPTS = 5
"""After so many a continuation is parked: an incident tells of it, whose resolution has it tried again."""


@dataclass(slots=True)
class Continuation:
    """One owed step; its row is deleted in the transaction that does it."""

    key: int
    kind: ContinuationKind
    created_at: datetime
    due_at: datetime
    process_instance_key: int | None = None
    """The instance that is worked on, or whose work caused it."""
    payload: dict[str, object] = field(default_factory=dict)
    attempts: int = 0
    last_error: str | None = None


continuations = sa.Table(
    "continuation",
    metadata,
    key_column(),
    sa.Column("kind", Word(ContinuationKind), nullable=False),
    sa.Column("process_instance_key", sa.BigInteger, index=True),
    sa.Column("payload", JsonText, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("last_error", sa.Text),
)
