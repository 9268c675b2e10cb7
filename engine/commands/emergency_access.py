"""Emergency access to a case: one person asks, another answers, the data-protection officer is told, each reading is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.commands import emergency_notices as notices
from engine.commands.command import Command, Work
from engine.commands.reasons import LONGEST_REASON, SHORTEST_REASON
from engine.commands.record_access import AccessType, RecordAccess, note
from engine.errors import AlreadyExists, NotAllowed, NotFound, RequestInvalid, SeparationOfDuties
from engine.identity import SYSTEM, Permission
from engine.identity.permissions import permissions_of
from engine.model.emergency_access import EmergencyAccess, EmergencyEvent
from engine.store import emergency_accesses as store
from engine.store.history_reading import find_case_key
from engine.store.users import find_user
from engine.store.visibility import sees_within

if TYPE_CHECKING:
    from engine.commands.engine import Engine
    from engine.identity import Actor


@dataclass(frozen=True, slots=True)
class RequestAccess(Command[EmergencyAccess]):
    """Ask to read the case of a process instance that the actor may not see."""

    process_instance_key: int
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerAccess(Command[EmergencyAccess]):
    """Let whoever asked read the case for a few hours, or not."""

    process_instance_key: int
    request: int
    is_approved: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EndAccess(Command[None]):
    """Take back a request of the actor's, or end anybody's access before its time."""

    process_instance_key: int
    request: int
    reason: str


@dataclass(frozen=True, slots=True)
class ExpireAccess(Command[None]):
    """Record that the time of an access, or the time to answer, is over."""

    process_instance_key: int
    request: int


@dataclass(frozen=True, slots=True)
class ReadInEmergency(Command[int]):
    """Record one reading by emergency access; what is read is told by `what`. Returns the case's key."""

    process_instance_key: int
    what: str


def ask_for_case(engine: Engine, key_or_number: str, reason: str, actor: Actor) -> EmergencyAccess:
    """Ask for the case with this key or number; raise as `request_access` does.

    Nothing is looked up for whoever gives no reason, and asking for a case that is not there is on the record as well.
    """
    given = _reason(reason)
    with engine.reading() as connection:
        key = find_case_key(connection, key_or_number)
    if key is None:
        engine.execute(RecordAccess(AccessType.CASE_ASKED_FOR, None, {"asked": key_or_number}, given), actor)
        raise NotFound("case", key_or_number)
    return engine.execute(RequestAccess(key, given), actor)


def request_access(command: RequestAccess, work: Work) -> EmergencyAccess:
    """Ask; raise NotFound, NotAllowed, RequestInvalid, AlreadyExists while an earlier request or access is open. Locks no case."""
    connection, reason = work.uow.connection, _reason(command.reason)
    root_key = store.root_of(connection, command.process_instance_key)
    if root_key is None:
        raise NotFound("case", command.process_instance_key)
    work.touched_instance = root_key
    _rights_now(work, work.actor.user_name)
    if sees_within(connection, work.actor, root_key):
        raise RequestInvalid("You may read this case already; no emergency access is needed.", "processInstanceKey")
    length, found = store.chain_length(connection, root_key), store.accesses_of(connection, [root_key])
    mine = next((each for each in found if each.requested_by == work.actor.user_name and each.is_open(work.now)), None)
    if mine is not None:
        raise AlreadyExists("request for emergency access", mine.id)
    notices.tell_of_request(work, root_key)
    note(work, EmergencyEvent.REQUESTED, root_key, {"reason": reason}, after=length)
    return EmergencyAccess(root_key, length + 1, work.actor.user_name, work.now, reason)


def answer_access(command: AnswerAccess, work: Work) -> EmergencyAccess:
    """Answer; raise NotFound, NotAllowed, SeparationOfDuties, RequestInvalid, InvalidTransition once answered or lapsed.

    The right to answer is read in this transaction: one that was taken away meanwhile no longer counts.
    """
    work.touched_instance = command.process_instance_key
    reason = _reason(command.reason)
    length, access = _access(work, command.process_instance_key, command.request)
    work.require(Permission.APPROVE_ACCESS)
    if Permission.APPROVE_ACCESS not in _rights_now(work, work.actor.user_name):
        raise NotAllowed("The right to answer was taken away meanwhile.")
    if access.requested_by in {work.actor.user_name, work.actor.on_behalf_of}:
        raise SeparationOfDuties("Whoever asks for emergency access does not answer: it takes two people.", code="two_people")
    kind = EmergencyEvent.APPROVED if command.is_approved else EmergencyEvent.DENIED
    access.require(kind, work.now)
    access.decided_by, access.decided_at, access.decision_reason, access.state = work.actor.user_name, work.now, reason, kind
    told: dict[str, object] = {"request": access.request, "requestedBy": access.requested_by, "reason": reason}
    if command.is_approved:
        _rights_now(work, access.requested_by)
        access.until = work.now + timedelta(hours=work.emergency_hours)
        told["until"] = access.until.isoformat()
    notices.tell_of_answer(work, access)
    note(work, kind, access.process_instance_key, told, after=length)
    return access


def end_access(command: EndAccess, work: Work) -> None:
    """End; raise NotFound, NotAllowed unless it is the actor's own, or they may answer or are told of it, InvalidTransition."""
    work.touched_instance = command.process_instance_key
    reason = _reason(command.reason)
    length, access = _access(work, command.process_instance_key, command.request)
    if access.requested_by != work.actor.user_name and not work.actor.may(Permission.RETAIN):
        work.require(Permission.APPROVE_ACCESS)
    access.require(EmergencyEvent.ENDED, work.now)
    notices.tell_of_end(work, access)
    told = {"request": access.request, "requestedBy": access.requested_by, "reason": reason}
    note(work, EmergencyEvent.ENDED, access.process_instance_key, told, after=length)


def expire_access(command: ExpireAccess, work: Work) -> None:
    """Record; does nothing before the time, or when it was recorded already. Raises NotFound, NotAllowed for all but the system."""
    if work.actor.user_name != SYSTEM.user_name:
        raise NotAllowed("The system records what time ends.")
    length, access = _access(work, command.process_instance_key, command.request)
    if access.is_open(work.now) or access.ended_at or access.state is EmergencyEvent.DENIED:
        return
    told = {"request": access.request, "requestedBy": access.requested_by}
    note(work, EmergencyEvent.EXPIRED, access.process_instance_key, told, after=length)


def read_in_emergency(command: ReadInEmergency, work: Work) -> int:
    """Record; raise NotAllowed unless the actor's access to the case is in force at this moment. Locks no case."""
    connection, user_name = work.uow.connection, work.actor.user_name
    # the length first: whoever ends the access meanwhile makes the chain longer, and `note` then writes nothing
    length = store.chain_length(connection, store.root_of(connection, command.process_instance_key) or 0)
    access = store.access_in_force(connection, user_name, command.process_instance_key, work.now)
    if access is None:
        raise NotAllowed("There is no emergency access to this case, or it is over.", code="emergency")
    told = {"request": access.request, "requestedBy": user_name, "what": command.what}
    note(work, EmergencyEvent.READ, access.process_instance_key, told, after=length)
    return access.process_instance_key


def _access(work: Work, root_key: int, request: int) -> tuple[int, EmergencyAccess]:
    """Return the length of the chain with the access as it tells of it; raise NotFound."""
    length = store.chain_length(work.uow.connection, root_key)
    found = store.accesses_of(work.uow.connection, [root_key])
    access = next((each for each in found if each.request == request), None)
    if access is None:
        raise NotFound("request for emergency access", f"{root_key}-{request}")
    return length, access


def _rights_now(work: Work, user_name: str) -> frozenset[Permission]:
    """Return what a person may do by the accounts as they are now; raise NotAllowed for programs and whoever has no account."""
    found = find_user(work.uow.connection, user_name)
    if found is None or not found[0].is_active or found[0].is_service:
        raise NotAllowed("Emergency access is between people who have an account.", code="account")
    _, groups = found
    return permissions_of(groups)


def _reason(given: str) -> str:
    reason = given.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise RequestInvalid(f"Say why, in {SHORTEST_REASON} to {LONGEST_REASON} characters: the record keeps it.", "reason")
    return reason
