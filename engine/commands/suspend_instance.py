"""Suspending a process instance: nothing in it moves until it is resumed."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.identity import Permission


@dataclass(frozen=True, slots=True)
class SuspendInstance(Command[None]):
    """Hold the process instance; those that it called or that called it are held on their own."""

    process_instance_key: int
    reason: str | None = None


def suspend_instance(command: SuspendInstance, work: Work) -> None:
    """Suspend; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition unless it is active. Locks the process instance.

    User tasks are not offered, jobs not handed out, timers and owed steps wait, messages stay buffered for their time to
    live. What a worker has begun may still be reported; the case goes on from there when it is resumed.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    case = open_case(work, command.process_instance_key)
    case.process_instance.suspend(work.now)
    case.record("PROCESS_INSTANCE_SUSPENDED", {"reason": reason})
    case.save()
