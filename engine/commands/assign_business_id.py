"""Giving a running process instance the business id that it was started without."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import reason_of
from engine.errors import AlreadyExists, InvalidTransition, RequestInvalid
from engine.identity import Permission
from engine.store.process_instances import has_business_id

LONGEST = 256


@dataclass(frozen=True, slots=True)
class AssignBusinessId(Command[None]):
    """Give the process instance its business id, once."""

    process_instance_key: int
    business_id: str
    reason: str | None = None


def assign_business_id(command: AssignBusinessId, work: Work) -> None:
    """Assign; the same again does nothing. Raise NotFound, NotAllowed, RequestInvalid, AlreadyExists, InvalidTransition.

    Locks the process instance.
    """
    work.require(Permission.OPERATE)
    reason = reason_of(work, command.reason)
    if not command.business_id.strip() or len(command.business_id) > LONGEST:
        raise RequestInvalid(f"A business id has 1 to {LONGEST} characters.", "businessId")
    case = open_case(work, command.process_instance_key)
    instance = case.process_instance
    if instance.business_id == command.business_id:
        return
    if instance.business_id is not None or instance.ended_at is not None:
        raise InvalidTransition("process instance", instance.key, f"known as {instance.business_id}", "known by another id")
    if has_business_id(work.uow.connection, instance.process_id, command.business_id):
        raise AlreadyExists("process instance", command.business_id)
    instance.business_id = command.business_id
    case.record("BUSINESS_ID_ASSIGNED", {"businessId": command.business_id, "reason": reason})
    case.save()
