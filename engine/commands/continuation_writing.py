"""Effects that reach beyond the process instance: each becomes a continuation, done as a command of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.model.continuation import Continuation, ContinuationKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.commands.command import Work
    from engine.commands.writing import Writing
    from engine.runtime import effects as e


def new_continuation(
    work: Work, kind: ContinuationKind, process_instance_key: int | None, payload: Mapping[str, object]
) -> Continuation:
    """Return a continuation that is due at once; it is run right after the commit."""
    key = work.new_key()
    work.uow.continuations.append(key)
    work.uow.wakes_drain = True
    return Continuation(key, kind, work.now, work.now, process_instance_key, dict(payload))


def message_thrown(writing: Writing, effect: e.MessageThrown) -> None:
    """Publish a message."""
    payload = {
        "name": effect.name,
        "correlation_key": effect.correlation_key,
        "message_id": effect.message_id,
        "ttl_s": effect.time_to_live_s,
        "variables": dict(effect.variables),
    }
    _owe(writing, ContinuationKind.PUBLISH_MESSAGE, writing.process_instance.key, payload)


def signal_thrown(writing: Writing, effect: e.SignalThrown) -> None:
    """Broadcast a signal, to the calling processes first."""
    variables = dict(effect.variables)
    for process_instance_key, subscription_key in effect.callers:
        reach = {"subscription_key": subscription_key, "variables": variables}
        _owe(writing, ContinuationKind.TRIGGER_SIGNAL, process_instance_key, reach)
    met = [*effect.met, *(subscription_key for _, subscription_key in effect.callers)]
    payload = {"name": effect.name, "variables": variables, "met": met, "key": effect.key}
    _owe(writing, ContinuationKind.BROADCAST_SIGNAL, writing.process_instance.key, payload)


def called_process_requested(writing: Writing, effect: e.CalledProcessRequested) -> None:
    """Start the called process."""
    payload = {
        "element_instance_key": effect.element_instance_key,
        "called_process_instance_key": effect.process_instance_key,
        "process_definition_key": effect.process_definition_key,
        "variables": dict(effect.variables),
        "business_id": effect.business_id,
        **({} if effect.undone_key is None else {"undone_key": effect.undone_key}),
    }
    _owe(writing, ContinuationKind.START_CALLED_PROCESS, writing.process_instance.key, payload)


def called_process_terminated(writing: Writing, effect: e.CalledProcessTerminated) -> None:
    """Terminate the called process."""
    _owe(writing, ContinuationKind.TERMINATE_CALLED_PROCESS, effect.process_instance_key, {"is_undone": effect.is_undone})


def parent_notified(writing: Writing, effect: e.ParentNotified) -> None:
    """Tell the call activity."""
    payload = {
        "element_instance_key": effect.element_instance_key,
        "outcome": effect.outcome.value,
        "variables": dict(effect.variables),
        "code": effect.code,
        "message": effect.message,
        "can_be_undone": effect.can_be_undone,
    }
    _owe(writing, ContinuationKind.CALLED_PROCESS_ENDED, effect.process_instance_key, payload)


def continuation_requested(writing: Writing, effect: e.ContinuationRequested) -> None:
    """Take the steps that are left."""
    _owe(writing, ContinuationKind.CONTINUE_INSTANCE, effect.process_instance_key, {})


def _owe(writing: Writing, kind: ContinuationKind, process_instance_key: int, payload: Mapping[str, object]) -> None:
    writing.changes.continuations.append(new_continuation(writing.work, kind, process_instance_key, payload))
