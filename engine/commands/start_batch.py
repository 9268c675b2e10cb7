"""Starting a batch operation: one act on many cases, each in a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.commands.continuation_writing import new_continuation
from engine.commands.reasons import reason_of
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.model.batch_operation import BatchItem, BatchOperation, BatchOperationState, BatchOperationType
from engine.model.continuation import ContinuationKind
from engine.store import batch_operations as store
from engine.store.continuations import insert_continuations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_ITEMS = 1_000_000


@dataclass(frozen=True, slots=True)
class BatchTarget:
    """What one item is about: a process instance by its key, or an incident or a job of it."""

    process_instance_key: int
    item_key: int | None = None


@dataclass(frozen=True, slots=True)
class StartBatch(Command[int]):
    """Do `type` with `parameters` to every target; returns the batch operation's key.

    Parameters: of a migration `target_definition_key` (text) and `mapping`; of a modification `moves`, pairs of element ids;
    of jobs `retries`, `timeout_ms` and `priority`, whole numbers or None.
    """

    type: BatchOperationType
    targets: Sequence[BatchTarget]
    parameters: Mapping[str, object] = field(default_factory=dict)
    reason: str | None = None
    key: int | None = None
    """Chosen beforehand, with `Engine.new_key`: whoever starts the same again starts nothing and is told the same key."""


def start_batch(command: StartBatch, work: Work) -> int:
    """Start; raise NotAllowed, RequestInvalid. Locks nothing; the items are done by continuations, a few of them at once."""
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    if len(command.targets) > MOST_ITEMS:
        raise RequestInvalid(f"A batch operation has at most {MOST_ITEMS} items; narrow the filter.", "filter")
    actor, key = work.actor, command.key or work.new_key()
    items = {
        item_key: BatchItem(key, item_key, target.process_instance_key)
        for target in command.targets
        for item_key in [target.item_key or target.process_instance_key]
    }
    batch = BatchOperation(
        key=key,
        type=command.type,
        state=BatchOperationState.CREATED,
        parameters=dict(command.parameters),
        reason=reason,
        created_at=work.now,
        actor=actor.user_name,
        total=len(items),
        is_service=actor.is_service,
        on_behalf_of=actor.on_behalf_of,
        capacity=actor.capacity,
        session_id=actor.session_id,
    )
    batch.start(work.now)
    batch.end_if_done(work.now)
    is_new = store.insert_batch(work.uow.connection, batch, list(items.values()))
    if items and is_new:
        hand_out_later(work, key)
    return key


def hand_out_later(work: Work, batch_key: int) -> None:
    """Owe the handing out of the next items."""
    owed = new_continuation(work, ContinuationKind.HAND_OUT_BATCH, None, {"batch_key": batch_key})
    insert_continuations(work.uow.connection, [owed])
