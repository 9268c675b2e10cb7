"""Holding a case back from expiry and erasure, for a court or an inquiry, and letting it go again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.case import open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import required_reason
from engine.errors import AlreadyExists, NotFound, RequestInvalid
from engine.identity import Permission
from engine.model.retention import LegalHold
from engine.store import retention as store

if TYPE_CHECKING:
    from engine.commands.case import Case


@dataclass(frozen=True, slots=True)
class PlaceHold(Command[None]):
    """Keep everything of a case, whatever its policies say."""

    process_instance_key: int
    reason: str


@dataclass(frozen=True, slots=True)
class LiftHold(Command[None]):
    """Let the policies apply to a case again."""

    process_instance_key: int
    reason: str


def place_hold(command: PlaceHold, work: Work) -> None:
    """Place; raise NotFound, NotAllowed, RequestInvalid, AlreadyExists when it is held. Locks the process instance."""
    work.require(Permission.RETAIN)
    reason, case = required_reason(command.reason), _root(work, command.process_instance_key)
    key = case.process_instance.key
    if store.find_hold(work.uow.connection, key) is not None:
        raise AlreadyExists("legal hold of the case", key)
    store.insert_hold(work.uow.connection, LegalHold(key, work.now, work.actor.user_name, reason))
    case.record("HOLD_PLACED", {"reason": reason})
    case.save()


def lift_hold(command: LiftHold, work: Work) -> None:
    """Lift; raise NotFound, also when it is not held, NotAllowed, RequestInvalid. Locks the process instance."""
    work.require(Permission.RETAIN)
    reason, case = required_reason(command.reason), _root(work, command.process_instance_key)
    key = case.process_instance.key
    if store.find_hold(work.uow.connection, key) is None:
        raise NotFound("legal hold of the case", key)
    store.delete_hold(work.uow.connection, key)
    case.record("HOLD_LIFTED", {"reason": reason})
    case.save()


def _root(work: Work, key: int) -> Case:
    case = open_case(work, key)
    if case.process_instance.root_process_instance_key != key:
        raise RequestInvalid("A hold is placed on a whole case, not on a process that it called.", "processInstanceKey")
    return case
