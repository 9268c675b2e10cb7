"""Resuming a suspended process instance: it goes on where it was held, and takes what came meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.meetings import find_messages_for
from engine.commands.reasons import reason_of
from engine.errors import InvalidTransition
from engine.identity import Permission
from engine.model.process_instance import ProcessInstanceState
from engine.runtime import entry_points
from engine.store.continuations import held_continuation_keys
from engine.store.messages import subscriptions_of_instance

HELD_STEPS_AT_ONCE = 20
"""Owed steps that are taken before the answer; the drain finds the rest."""


@dataclass(frozen=True, slots=True)
class ResumeInstance(Command[None]):
    """Let the process instance move again."""

    process_instance_key: int
    reason: str | None = None


def resume_instance(command: ResumeInstance, work: Work) -> None:
    """Resume; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition unless it is suspended. Locks the process instance.

    Timers that came due fire at the next sweep, buffered messages and owed steps reach the case right after the commit.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    case = open_case(work, command.process_instance_key)
    instance = case.process_instance
    if not instance.is_suspended:
        raise InvalidTransition("process instance", instance.key, instance.state, ProcessInstanceState.ACTIVE)
    case.record("PROCESS_INSTANCE_RESUMED", {"reason": reason})
    connection = work.uow.connection
    waiting = subscriptions_of_instance(connection, instance.key)
    work.uow.continuations.extend(held_continuation_keys(connection, instance.key, HELD_STEPS_AT_ONCE))
    entry_points.resume_instance(case.execution)
    case.save()
    work.uow.wakes_drain = True
    find_messages_for(work, waiting)
