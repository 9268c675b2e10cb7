"""Canceling a process instance with everything in it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.errors import InvalidTransition
from engine.identity import Permission
from engine.runtime import entry_points


@dataclass(frozen=True, slots=True)
class CancelInstance(Command[None]):
    """Terminate the process instance and those that it called."""

    process_instance_key: int
    reason: str | None = None


def cancel_instance(command: CancelInstance, work: Work) -> None:
    """Cancel; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition when it has ended. Locks the process instance."""
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    case = open_case(work, command.process_instance_key)
    if case.process_instance.ended_at is not None:
        raise InvalidTransition("process instance", case.process_instance.key, case.process_instance.state, "TERMINATED")
    case.record("PROCESS_INSTANCE_CANCELED", {"reason": reason})
    entry_points.terminate(case.execution)
    case.save()
