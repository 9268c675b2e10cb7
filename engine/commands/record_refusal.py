"""Recording in a case's history that somebody was refused; a transaction of its own, for the refused one is undone."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work


@dataclass(frozen=True, slots=True)
class RecordRefusal(Command[None]):
    """Record which command was refused and by which rule."""

    process_instance_key: int
    command_name: str
    code: str
    element_id: str | None = None


def record_refusal(command: RecordRefusal, work: Work) -> None:
    """Record; raise NotFound when the case is gone. Locks the process instance."""
    case = open_case(work, command.process_instance_key)
    case.record("REFUSED", {"command": command.command_name, "code": command.code}, element_id=command.element_id)
    case.save()
