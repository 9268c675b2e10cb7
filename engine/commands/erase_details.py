"""Erasing what a process instance says about people; the chain keeps proving who did what when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands.case import Case, open_case
from engine.commands.command import Command, Work
from engine.commands.reasons import required_reason
from engine.commands.record_access import note
from engine.errors import CaseHeld, InvalidTransition
from engine.history.chain_check import DETAILS_ERASED
from engine.history.event_hash import sealed_hash
from engine.identity import Permission
from engine.model.checkpoint import ChainKind
from engine.model.history_act import grouped, packed
from engine.model.retention import TYPES_OF_KIND, WITH_DETAILS, Basis, DataKind, Erasure
from engine.store import erasing
from engine.store import retention as store
from engine.store.case_search import forget_cases
from engine.store.history_reading import events_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from engine.model.history_event import HistoryEvent
    from engine.store.erasing import Freed


@dataclass(frozen=True, slots=True)
class EraseDetails(Command["Freed"]):
    """Erase these kinds of data of one process instance of an ended case, the called ones before their root."""

    process_instance_key: int
    kinds: frozenset[DataKind]
    basis: Basis
    reason: str


def erase_details(command: EraseDetails, work: Work) -> Freed:
    """Erase; return rows and bytes that were freed; raise NotFound, NotAllowed, RequestInvalid, InvalidTransition, CaseHeld.

    Locks the process instance. What its events said is replaced by the salted hashes, and its key is forgotten.
    """
    work.require(Permission.RETAIN)
    reason = required_reason(command.reason)
    case = open_case(work, command.process_instance_key)
    instance, connection = case.process_instance, work.uow.connection
    if not store.has_ended(connection, instance.root_process_instance_key):
        raise InvalidTransition("case", instance.root_process_instance_key, instance.state, "erased")
    if store.find_hold(connection, instance.root_process_instance_key) is not None:
        raise CaseHeld(instance.root_process_instance_key)
    erasing.overwrite_what_is_deleted(connection)
    kinds = command.kinds | (WITH_DETAILS if DataKind.DETAILS in command.kinds else frozenset())
    freed = {kind: _erase(case, kind) for kind in sorted(kinds, key=list(DataKind).index)}
    rows, size = (sum(each[place] for each in freed.values()) for place in (0, 1))
    told = {"kinds": sorted(kinds), "basis": command.basis.value, "reason": reason, "rows": rows, "bytes": size}
    types = _types(kinds)
    length = instance.history_length
    case.record(DETAILS_ERASED, {"through": length, **told, **({} if types is None else {"types": types})})
    case.save()
    if instance.root_process_instance_key == instance.key:
        made = [
            Erasure(instance.key, kind, work.now, work.actor.user_name, command.basis, reason, *freed[kind]) for kind in freed
        ]
        store.insert_erasures(connection, made)
        forget_cases(connection, [instance.key])
    return rows, size


def _erase(case: Case, kind: DataKind) -> Freed:
    key, connection = case.process_instance.key, case.work.uow.connection
    match kind:
        case DataKind.DETAILS:
            values = erasing.delete_values(connection, key)
            details = _erase_events(case, None)
            case.process_instance.wrapped_key = case.process_instance.subject = None
            return _sum(values, details)
        case DataKind.DOCUMENTS:
            return erasing.delete_documents(connection, key)
        case DataKind.COMMENTS:
            return _sum(erasing.delete_comments(connection, key), _erase_events(case, TYPES_OF_KIND[kind]))
        case DataKind.DRAFTS:
            return erasing.delete_drafts(connection, key)
        case DataKind.PAYLOADS:
            return _sum(erasing.delete_payloads(connection, key), _erase_events(case, TYPES_OF_KIND[kind]))
        case DataKind.ACCESS_LOG:
            return _erase_access_log(case)


def _erase_events(case: Case, types: Collection[str] | None) -> Freed:
    key, connection = case.process_instance.key, case.work.uow.connection
    acts, count, size = [], 0, 0
    for events in grouped(events_of(connection, ChainKind.CASE, [key]).get(key, [])):
        erased = [event for event in events if event.details is not None and (types is None or event.type in types)]
        if erased:
            before = len(erased[0].ciphertext or b"")
            _forget(erased)
            acts.append(packed(events, lambda: case.cipher))
            count, size = count + len(erased), size + before - len(acts[-1].ciphertext or b"")
    erasing.replace_acts(connection, acts)
    return count, size


def _forget(events: Iterable[HistoryEvent]) -> None:
    for event in events:
        event.sealed, event.details, event.salt = sealed_hash(event), None, None


def _erase_access_log(case: Case) -> Freed:
    key, work = case.process_instance.key, case.work
    events = events_of(work.uow.connection, ChainKind.ACCESS, [key]).get(key, [])
    told = [event for event in events if event.details is not None]
    sealed = {event.sequence: sealed_hash(event) or "" for event in told}
    erasing.erase_details_of_accesses(work.uow.connection, key, sealed)
    if told:
        note(work, DETAILS_ERASED, key, {"through": events[-1].sequence, "kinds": [DataKind.ACCESS_LOG.value]})
    return len(told), sum(len(event.ciphertext or b"") for event in told)


def _types(kinds: Collection[DataKind]) -> list[str] | None:
    """Return the types of event whose details go; None: all of them."""
    if DataKind.DETAILS in kinds:
        return None
    return sorted({name for kind in kinds for name in TYPES_OF_KIND.get(kind, ())})


def _sum(one: Freed, other: Freed) -> Freed:
    return one[0] + other[0], one[1] + other[1]
