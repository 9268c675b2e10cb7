"""A batch operation: one act of an operator on many cases, with a result for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import InvalidTransition
from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


class BatchOperationType(StrEnum):
    """What is done to each item; the words of the REST API."""

    CANCEL_PROCESS_INSTANCE = "CANCEL_PROCESS_INSTANCE"
    SUSPEND_PROCESS_INSTANCE = "SUSPEND_PROCESS_INSTANCE"
    RESUME_PROCESS_INSTANCE = "RESUME_PROCESS_INSTANCE"
    MODIFY_PROCESS_INSTANCE = "MODIFY_PROCESS_INSTANCE"
    MIGRATE_PROCESS_INSTANCE = "MIGRATE_PROCESS_INSTANCE"
    RESOLVE_INCIDENT = "RESOLVE_INCIDENT"
    UPDATE_JOB = "UPDATE_JOB"


class BatchOperationState(StrEnum):
    """The states of the REST API."""

    CREATED = "CREATED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    PARTIALLY_COMPLETED = "PARTIALLY_COMPLETED"
    """It is over, and some items failed."""
    CANCELED = "CANCELED"


_OVER = frozenset({BatchOperationState.COMPLETED, BatchOperationState.PARTIALLY_COMPLETED, BatchOperationState.CANCELED})
BATCH_OPERATION_MOVES: dict[BatchOperationState, frozenset[BatchOperationState]] = {
    BatchOperationState.CREATED: frozenset({BatchOperationState.ACTIVE, BatchOperationState.SUSPENDED, *_OVER}),
    BatchOperationState.ACTIVE: frozenset({BatchOperationState.SUSPENDED, *_OVER}),
    BatchOperationState.SUSPENDED: frozenset({BatchOperationState.ACTIVE, *_OVER}),
    BatchOperationState.COMPLETED: frozenset(),
    BatchOperationState.PARTIALLY_COMPLETED: frozenset(),
    BatchOperationState.CANCELED: frozenset(),
}


class BatchItemState(StrEnum):
    """The states of the REST API; an ACTIVE item is still to be done."""

    ACTIVE = "ACTIVE"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


@dataclass(slots=True)
class BatchOperation:
    """One batch operation; `parameters` is JSON and means what its type says."""

    key: int
    type: BatchOperationType
    state: BatchOperationState
    parameters: dict[str, object]
    reason: str
    created_at: datetime
    actor: str
    total: int
    is_service: bool = False
    on_behalf_of: str | None = None
    capacity: str | None = None
    session_id: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    completed: int = 0
    failed: int = 0
    handed_out: int = 0
    """The key of the last item that was handed out to be done; items follow one another by key."""

    def start(self, at: datetime) -> None:
        """Begin, unless it has begun."""
        if self.state is BatchOperationState.CREATED:
            self._move(BatchOperationState.ACTIVE)
            self.started_at = at

    def suspend(self) -> None:
        """Hand out no more items; those that are handed out are still done."""
        self._move(BatchOperationState.SUSPENDED)

    def resume(self) -> None:
        """Hand items out again."""
        if self.state is not BatchOperationState.SUSPENDED:
            raise InvalidTransition("batch operation", self.key, self.state, BatchOperationState.ACTIVE)
        self._move(BatchOperationState.ACTIVE)

    def cancel(self, at: datetime) -> None:
        """Leave the remaining items undone."""
        self._move(BatchOperationState.CANCELED)
        self.ended_at = at

    def count(self, at: datetime, *, has_failed: bool) -> None:
        """Count an item that is done; after the last one the batch operation is over."""
        self.completed += not has_failed
        self.failed += has_failed
        self.end_if_done(at)

    def end_if_done(self, at: datetime) -> None:
        """Finish when every item is done."""
        if self.completed + self.failed >= self.total and self.state not in _OVER:
            self._move(BatchOperationState.PARTIALLY_COMPLETED if self.failed else BatchOperationState.COMPLETED)
            self.ended_at = at

    @property
    def hands_out(self) -> bool:
        """Whether further items are to be done."""
        return self.state in {BatchOperationState.CREATED, BatchOperationState.ACTIVE}

    def _move(self, target: BatchOperationState) -> None:
        if target not in BATCH_OPERATION_MOVES[self.state]:
            raise InvalidTransition("batch operation", self.key, self.state, target)
        self.state = target


@dataclass(slots=True)
class BatchItem:
    """One case, or one incident or job of a case, of a batch operation, and what came of it."""

    batch_operation_key: int
    item_key: int
    process_instance_key: int
    state: BatchItemState = BatchItemState.ACTIVE
    processed_at: datetime | None = None
    error_message: str | None = field(default=None)

    def end(self, at: datetime, error: str | None) -> None:
        """Note the result; raise InvalidTransition when there is one already."""
        if self.state is not BatchItemState.ACTIVE:
            raise InvalidTransition("batch item", self.item_key, self.state, "processed")
        self.state = BatchItemState.COMPLETED if error is None else BatchItemState.FAILED
        self.processed_at, self.error_message = at, error


batch_operations = sa.Table(
    "batch_operation",
    metadata,
    key_column(),
    sa.Column("type", Word(BatchOperationType), nullable=False),
    sa.Column("state", Word(BatchOperationState), nullable=False),
    sa.Column("parameters", JsonText, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("is_service", sa.Boolean, nullable=False),
    sa.Column("on_behalf_of", sa.String(200)),
    sa.Column("capacity", sa.String(300)),
    sa.Column("session_id", sa.String(64)),
    sa.Column("started_at", UtcDateTime),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("completed", sa.Integer, nullable=False),
    sa.Column("failed", sa.Integer, nullable=False),
    sa.Column("handed_out", sa.BigInteger, nullable=False),
)

batch_items = sa.Table(
    "batch_item",
    metadata,
    sa.Column(
        "batch_operation_key", sa.BigInteger, sa.ForeignKey(batch_operations.c.key), primary_key=True, autoincrement=False
    ),
    sa.Column("item_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("state", Word(BatchItemState), nullable=False),
    sa.Column("processed_at", UtcDateTime),
    sa.Column("error_message", sa.Text),
)
