"""Holding, continuing and giving up a batch operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.commands.record_access import note
from engine.commands.start_batch import hand_out_later
from engine.errors import NotFound
from engine.identity import Permission
from engine.store import batch_operations as store

if TYPE_CHECKING:
    from engine.model.batch_operation import BatchOperation


@dataclass(frozen=True, slots=True)
class SuspendBatch(Command[None]):
    """Hand out no more items for now."""

    batch_operation_key: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ResumeBatch(Command[None]):
    """Hand items out again."""

    batch_operation_key: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CancelBatch(Command[None]):
    """Leave undone what is not done yet."""

    batch_operation_key: int
    reason: str | None = None


def suspend_batch(command: SuspendBatch, work: Work) -> None:
    """Suspend; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition. Locks the batch operation."""
    batch = _open(command.batch_operation_key, work)
    _record(work, "BATCH_SUSPENDED", batch, command.reason)
    batch.suspend()
    store.save_batch(work.uow.connection, batch)


def resume_batch(command: ResumeBatch, work: Work) -> None:
    """Resume; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition. Locks the batch operation."""
    batch = _open(command.batch_operation_key, work)
    _record(work, "BATCH_RESUMED", batch, command.reason)
    batch.resume()
    store.save_batch(work.uow.connection, batch)
    hand_out_later(work, batch.key)


def cancel_batch(command: CancelBatch, work: Work) -> None:
    """Cancel; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition. Locks the batch operation, then its items."""
    batch = _open(command.batch_operation_key, work)
    _record(work, "BATCH_CANCELED", batch, command.reason)
    batch.cancel(work.now)
    store.save_batch(work.uow.connection, batch)
    store.cancel_items(work.uow.connection, batch.key)


def _open(key: int, work: Work) -> BatchOperation:
    work.require(Permission.OPERATE)
    batch = store.lock_batch(work.uow.connection, key)
    if batch is None:
        raise NotFound("batch operation", key)
    return batch


def _record(work: Work, event_type: str, batch: BatchOperation, reason: str | None) -> None:
    """Record the act beside the accesses, since no single case has a part in it; raise RequestInvalid without a reason."""
    told = {"batchOperationKey": str(batch.key), "type": batch.type.value, "reason": reason_of(work, reason)}
    note(work, event_type, None, told)
