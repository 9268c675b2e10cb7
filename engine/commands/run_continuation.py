"""Doing what a command still owed: one continuation, exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from engine.commands import batch_running, meet
from engine.commands.beginnings import Beginning, begin
from engine.commands.broadcast_signal import BroadcastSignal, Thrown, broadcast_signal
from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.continuation_writing import new_continuation
from engine.commands.publish_message import PublishMessage, publish_message
from engine.errors import AlreadyExists, CaseSuspended
from engine.model.continuation import MAX_ATTEMPTS, Continuation, ContinuationKind
from engine.runtime import entry_points
from engine.runtime.effects import CalledProcessOutcome, IncidentType
from engine.store import continuations as store
from engine.store.element_instances import find_element_instance, has_owed_entrances
from engine.store.messages import find_message, find_subscription
from engine.store.process_instances import find_process_instance, lock_process_instance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIRST_DELAY_S = 2.0
LONGEST_LOOK_S = 60


@dataclass(frozen=True, slots=True)
class RunContinuation(Command[bool]):
    """Do the continuation; tells whether it was there to be done."""

    continuation_key: int


@dataclass(frozen=True, slots=True)
class PostponeContinuation(Command[None]):
    """Note that the continuation failed: it is tried again later, after the last attempt it becomes an incident."""

    continuation_key: int
    error: str
    is_refusal: bool = False
    """The engine refused it by a rule, so that another try would be refused too; else something broke, which may pass."""


def run_continuation(command: RunContinuation, work: Work) -> bool:
    """Run; False when somebody else does or did; raise CaseSuspended for a step that has to wait. Locks the continuation, then what it touches."""
    continuation = store.claim_continuation(work.uow.connection, command.continuation_key)
    if continuation is None:
        return False
    store.delete_continuation(work.uow.connection, continuation.key)
    RUNNERS[continuation.kind](continuation, work)
    return True


def postpone_continuation(command: PostponeContinuation, work: Work) -> None:
    """Postpone with a delay that doubles; after MAX_ATTEMPTS raise an incident at the element that is concerned.

    An item of a batch operation that was refused is not tried again: it has failed, and says why.
    """
    connection = work.uow.connection
    continuation = store.claim_continuation(connection, command.continuation_key)
    if continuation is None:
        return
    attempts = continuation.attempts + 1
    is_item = continuation.kind is ContinuationKind.DO_BATCH_ITEM
    if attempts < MAX_ATTEMPTS and not (is_item and command.is_refusal):
        delay = timedelta(seconds=FIRST_DELAY_S * 2**attempts)
        store.postpone_continuation(connection, continuation.key, work.now + delay, command.error)
    elif is_item:
        store.delete_continuation(connection, continuation.key)
        batch_running.item_failed(continuation, work, command.error)
    else:
        _give_up(continuation, work, command.error)


def _give_up(continuation: Continuation, work: Work, error: str) -> None:
    """Raise an incident and park the continuation until it is resolved; a call is made anew instead, by its call activity."""
    connection, process_instance_key = work.uow.connection, continuation.process_instance_key
    case = None if process_instance_key is None else open_case(work, process_instance_key)
    if case is None or case.process_instance.ended_at is not None:
        store.delete_continuation(connection, continuation.key)
        return
    if continuation.kind is ContinuationKind.START_CALLED_PROCESS:
        store.delete_continuation(connection, continuation.key)
    else:
        store.postpone_continuation(connection, continuation.key, work.now, error)
    found = continuation.payload.get("element_instance_key")
    element_instance_key = found if isinstance(found, int) else case.process_instance.key
    entry_points.raise_incident(case.execution, element_instance_key, IncidentType.UNKNOWN, error)
    case.save()


def _continue_instance(continuation: Continuation, work: Work) -> None:
    case = open_case(work, _instance_key(continuation))
    case.require_running()
    if case.process_instance.ended_at is None:
        entry_points.continue_instance(case.execution)
        case.save()


def _start_called_process(continuation: Continuation, work: Work) -> None:
    payload = continuation.payload
    parent = lock_process_instance(work.uow.connection, _instance_key(continuation))
    element_instance_key = cast("int", payload["element_instance_key"])
    caller = find_element_instance(work.uow.connection, element_instance_key)
    if parent is None or caller is None or caller.is_final:
        return
    if parent.is_suspended:
        raise CaseSuspended(parent.key)
    undone_key = cast("int | None", payload.get("undone_key"))
    undone = None if undone_key is None else find_process_instance(work.uow.connection, undone_key)
    if undone is not None and undone.ended_at is None:
        _look_again_later(continuation, work)
        return
    definition = work.resources.definition(cast("int", payload["process_definition_key"]))
    beginning = Beginning(
        _variables(payload),
        cast("str | None", payload.get("business_id")),
        key=cast("int", payload["called_process_instance_key"]),
        parent=parent,
        parent_element_instance_key=element_instance_key,
        undone=undone,
    )
    begin(work, definition, beginning).save()


def _look_again_later(continuation: Continuation, work: Work) -> None:
    """Owe the step anew: what it is to undo was told to end, but has many children or listeners that have not let it go yet."""
    looks = cast("int", continuation.payload.get("looks", 0)) + 1
    due_at = work.now + timedelta(seconds=min(2**looks, LONGEST_LOOK_S))
    payload = {**continuation.payload, "looks": looks}
    again = Continuation(work.new_key(), continuation.kind, work.now, due_at, continuation.process_instance_key, dict(payload))
    store.insert_continuations(work.uow.connection, [again])
    work.uow.wakes_drain = True


def _called_process_ended(continuation: Continuation, work: Work) -> None:
    payload = continuation.payload
    case = open_case(work, _instance_key(continuation))
    case.require_running()
    if case.process_instance.ended_at is not None:
        return
    entry_points.called_process_ended(
        case.execution,
        cast("int", payload["element_instance_key"]),
        CalledProcessOutcome(str(payload["outcome"])),
        _variables(payload),
        code=cast("str | None", payload.get("code")),
        message=cast("str | None", payload.get("message")),
        can_be_undone=payload.get("can_be_undone") is True,
    )
    case.save()


def _terminate_called_process(continuation: Continuation, work: Work) -> None:
    if find_process_instance(work.uow.connection, _instance_key(continuation)) is None:
        return
    case = open_case(work, _instance_key(continuation))
    if case.process_instance.ended_at is None:
        entry_points.terminate(case.execution, is_undone=continuation.payload.get("is_undone") is True)
        case.save()


def _publish_message(continuation: Continuation, work: Work) -> None:
    payload = continuation.payload
    message = PublishMessage(
        name=str(payload["name"]),
        correlation_key=str(payload["correlation_key"]),
        variables=_variables(payload),
        message_id=cast("str | None", payload.get("message_id")),
        ttl_s=float(cast("int", payload["ttl_s"])),
    )
    try:
        publish_message(message, work)
    except AlreadyExists:
        return  # the same message was published before: that is what message ids are for


def _correlate_message(continuation: Continuation, work: Work) -> None:
    message = find_message(work.uow.connection, cast("int", continuation.payload["message_key"]))
    if message is not None:
        meet.correlate(work, message, cast("int", continuation.payload["subscription_key"]))


def _broadcast_signal(continuation: Continuation, work: Work) -> None:
    payload, key = continuation.payload, cast("int | None", continuation.payload.get("key"))
    thrown = None if key is None else Thrown(_instance_key(continuation), key)
    if thrown is not None and _let_in(thrown, continuation, work):
        return
    met = cast("list[int]", payload.get("met") or [])
    broadcast_signal(BroadcastSignal(str(payload["name"]), _variables(payload), frozenset(met), thrown), work)


def _let_in(thrown: Thrown, continuation: Continuation, work: Work) -> bool:
    """Take steps that the throwing case owes, if tokens stood before elements that may wait for the signal; tell whether.

    What they wait for they wait for in time, though the command that threw had no steps left to begin it.
    """
    if not has_owed_entrances(work.uow.connection, *thrown):
        return False
    case = open_case(work, thrown.process_instance_key)
    if case.process_instance.ended_at is not None or case.process_instance.is_suspended:
        return False
    again = new_continuation(work, continuation.kind, thrown.process_instance_key, continuation.payload)
    store.insert_continuations(work.uow.connection, [again])
    entry_points.continue_instance(case.execution)
    case.save()
    return True


def _trigger_signal(continuation: Continuation, work: Work) -> None:
    subscription_key = cast("int", continuation.payload["subscription_key"])
    subscription = find_subscription(work.uow.connection, subscription_key)
    if subscription is None:
        return
    if subscription.process_instance_key is None:
        meet.reach_or_start(work, subscription, _variables(continuation.payload))
    else:
        meet.reach(work, subscription, _variables(continuation.payload))


def _instance_key(continuation: Continuation) -> int:
    if continuation.process_instance_key is None:
        raise ValueError(f"The continuation {continuation.key} names no process instance.")
    return continuation.process_instance_key


def _variables(payload: Mapping[str, object]) -> Mapping[str, object]:
    return cast("Mapping[str, object]", payload.get("variables") or {})


RUNNERS: Mapping[ContinuationKind, Callable[[Continuation, Work], None]] = MappingProxyType(
    {
        ContinuationKind.CONTINUE_INSTANCE: _continue_instance,
        ContinuationKind.START_CALLED_PROCESS: _start_called_process,
        ContinuationKind.CALLED_PROCESS_ENDED: _called_process_ended,
        ContinuationKind.TERMINATE_CALLED_PROCESS: _terminate_called_process,
        ContinuationKind.PUBLISH_MESSAGE: _publish_message,
        ContinuationKind.CORRELATE_MESSAGE: _correlate_message,
        ContinuationKind.BROADCAST_SIGNAL: _broadcast_signal,
        ContinuationKind.TRIGGER_SIGNAL: _trigger_signal,
        ContinuationKind.HAND_OUT_BATCH: batch_running.hand_out,
        ContinuationKind.DO_BATCH_ITEM: batch_running.do_item,
    },
)
