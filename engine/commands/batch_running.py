"""Doing a batch operation: items are handed out in chunks, each is done as a command of its own, in the name of who started it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from engine.commands.cancel_instance import CancelInstance, cancel_instance
from engine.commands.continuation_writing import new_continuation
from engine.commands.migrate_instance import MigrateInstance, migrate_instance
from engine.commands.modify_instance import ModifyInstance, Move, MoveScope, modify_instance
from engine.commands.resolve_incident import ResolveIncident, resolve_incident
from engine.commands.resume_instance import ResumeInstance, resume_instance
from engine.commands.start_batch import hand_out_later
from engine.commands.suspend_instance import SuspendInstance, suspend_instance
from engine.commands.update_job import UpdateJob, update_job
from engine.identity import Actor, Permission
from engine.model.batch_operation import BatchItem, BatchItemState, BatchOperation, BatchOperationType
from engine.model.continuation import Continuation, ContinuationKind
from engine.runtime.migration_map import known_part
from engine.store import batch_operations as store
from engine.store.continuations import insert_continuations
from engine.store.process_instances import find_process_instance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from engine.commands.command import Work

CHUNK = 50
"""Items that are handed out at a time: others' work comes in between."""
LONGEST_ERROR = 2_000


def hand_out(continuation: Continuation, work: Work) -> None:
    """Owe the next items one by one, then the rest. Locks the batch operation."""
    connection = work.uow.connection
    batch = store.lock_batch(connection, _batch_key(continuation))
    if batch is None or not batch.hands_out:
        return
    keys = store.next_items(connection, batch, CHUNK)
    payloads: list[dict[str, object]] = [{"batch_key": batch.key, "item_key": key} for key in keys]
    owed = [new_continuation(work, ContinuationKind.DO_BATCH_ITEM, None, payload) for payload in payloads]
    insert_continuations(connection, owed)
    if keys:
        batch.handed_out = keys[-1]
        store.save_batch(connection, batch)
    if len(keys) == CHUNK:
        hand_out_later(work, batch.key)


def do_item(continuation: Continuation, work: Work) -> None:
    """Do one item and note that it is done, in one transaction. Locks what the act locks, then the batch operation."""
    connection, batch_key, item_key = work.uow.connection, _batch_key(continuation), _item_key(continuation)
    batch, item = store.find_batch(connection, batch_key), store.find_item(connection, batch_key, item_key)
    if batch is None or item is None or item.state is not BatchItemState.ACTIVE:
        return
    ACTS[batch.type](batch, item, replace(work, actor=_actor(batch)))
    _note(work, batch_key, item_key, None)


def item_failed(continuation: Continuation, work: Work, error: str) -> None:
    """Note that an item could not be done, in a transaction after the one that was undone. Locks the batch operation."""
    _note(work, _batch_key(continuation), _item_key(continuation), error[:LONGEST_ERROR])


def _note(work: Work, batch_key: int, item_key: int, error: str | None) -> None:
    """Note what came of an item; raise InvalidTransition when it was given up meanwhile, so that its act is undone."""
    connection = work.uow.connection
    batch, item = store.lock_batch(connection, batch_key), store.find_item(connection, batch_key, item_key)
    if batch is None or item is None or (error is not None and item.state is not BatchItemState.ACTIVE):
        return
    item.end(work.now, error)
    batch.count(work.now, has_failed=error is not None)
    store.save_item(connection, item)
    store.save_batch(connection, batch)


def _actor(batch: BatchOperation) -> Actor:
    """Return who started the batch operation, with the right that was asked for then."""
    return Actor(
        batch.actor,
        permissions=frozenset({Permission.OPERATE, Permission.OPERATE_UNEXPLAINED}),
        capacity=batch.capacity,
        on_behalf_of=batch.on_behalf_of,
        session_id=batch.session_id,
        is_service=batch.is_service,
    )


def _cancel(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    cancel_instance(CancelInstance(item.process_instance_key, batch.reason), work)


def _suspend(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    suspend_instance(SuspendInstance(item.process_instance_key, batch.reason), work)


def _resume(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    resume_instance(ResumeInstance(item.process_instance_key, batch.reason), work)


def _resolve_incident(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    resolve_incident(ResolveIncident(item.item_key, batch.reason), work)


def _modify(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    pairs = cast("list[list[str]]", batch.parameters["moves"])
    moves = tuple(Move(target, source_element_id=source, scope=MoveScope.SOURCE_PARENT) for source, target in pairs)
    modify_instance(ModifyInstance(item.process_instance_key, moves=moves, reason=batch.reason), work)


def _migrate(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    mapping = cast("dict[str, str]", batch.parameters["mapping"])
    found = find_process_instance(work.uow.connection, item.process_instance_key)
    if found is not None:
        mapping = known_part(work.resources.model(found.process_definition_key), mapping)
    target_key = int(cast("str", batch.parameters["target_definition_key"]))
    migrate_instance(MigrateInstance(item.process_instance_key, target_key, mapping, batch.reason), work)


def _update_job(batch: BatchOperation, item: BatchItem, work: Work) -> None:
    changes = cast("dict[str, int | None]", batch.parameters)
    update_job(UpdateJob.of(item.item_key, changes, batch.reason), work)


def _batch_key(continuation: Continuation) -> int:
    return cast("int", continuation.payload["batch_key"])


def _item_key(continuation: Continuation) -> int:
    return cast("int", continuation.payload["item_key"])


ACTS: Mapping[BatchOperationType, Callable[[BatchOperation, BatchItem, Any], None]] = MappingProxyType(
    {
        BatchOperationType.CANCEL_PROCESS_INSTANCE: _cancel,
        BatchOperationType.SUSPEND_PROCESS_INSTANCE: _suspend,
        BatchOperationType.RESUME_PROCESS_INSTANCE: _resume,
        BatchOperationType.MODIFY_PROCESS_INSTANCE: _modify,
        BatchOperationType.MIGRATE_PROCESS_INSTANCE: _migrate,
        BatchOperationType.RESOLVE_INCIDENT: _resolve_incident,
        BatchOperationType.UPDATE_JOB: _update_job,
    }
)
