"""How long data is kept after a case's end: set per process and kind, else by the diagram, else for ever."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.bpmn.iso8601 import is_duration
from engine.commands.command import Command, Work
from engine.commands.reasons import required_reason
from engine.commands.record_access import AccessType, note
from engine.errors import RequestInvalid
from engine.identity import Permission
from engine.model.retention import ANY_PROCESS, DataKind, RetentionPolicy
from engine.runtime.timers import add_duration
from engine.store import retention as store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

PROPERTY = "anumat:retention."
"""Followed by a kind: the property of a process that says how long, where nothing was set."""


class Source(StrEnum):
    """Where it is said how long something is kept."""

    SET = "set"
    DIAGRAM = "diagram"
    EVERY_PROCESS = "every process"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class KeptProcess:
    """How long each kind of data of a process is kept; without a key it stands for every process without a period of its own."""

    process_id: str
    process_definition_key: int | None
    periods: Mapping[DataKind, tuple[str | None, Source]]


@dataclass(frozen=True, slots=True)
class SetRetentionPolicy(Command[None]):
    """Keep a kind of data of a process (ANY_PROCESS: of those without a policy) for `period` after a case's end; None: for ever."""

    process_id: str
    kind: DataKind
    period: str | None
    reason: str


def set_retention_policy(command: SetRetentionPolicy, work: Work) -> None:
    """Set; raise NotAllowed, RequestInvalid for what is no ISO 8601 duration. What was set is recorded beside the accesses."""
    work.require(Permission.RETAIN)
    reason = required_reason(command.reason)
    if command.period is not None and not is_period(command.period):
        raise RequestInvalid(f"{command.period!r} is no ISO 8601 duration such as P10Y or P90D.", "period")
    policy = RetentionPolicy(command.process_id, command.kind, command.period, work.now, work.actor.user_name, reason)
    before = periods(store.policies(work.uow.connection), command.process_id, {}).get(command.kind)
    store.write_policy(work.uow.connection, policy)
    what = {"processId": command.process_id, "kind": command.kind.value, "before": before, "after": command.period}
    note(work, AccessType.RETENTION_POLICY_SET, None, {**what, "reason": reason})


def is_period(text: str) -> bool:
    """Tell whether a text is a duration that can follow a case's end."""
    return is_duration(text) and not text.startswith("-")


def periods(policies: Iterable[RetentionPolicy], process_id: str, properties: Mapping[str, str]) -> dict[DataKind, str]:
    """Return how long each kind of a process is kept; kinds that are kept for ever are missing.

    What was set for the process counts before its diagram, and that before what was set for every process.
    """
    told = kept(policies, process_id, properties)
    return {kind: period for kind, (period, _) in told.items() if period is not None}


def kept(
    policies: Iterable[RetentionPolicy], process_id: str, properties: Mapping[str, str]
) -> dict[DataKind, tuple[str | None, Source]]:
    """Return how long each kind of a process is kept (None: for ever), and where that is said; rules as for `periods`."""
    given = {(policy.process_id, policy.kind): policy.period for policy in policies}
    return {kind: _kept(given, process_id, kind, properties.get(f"{PROPERTY}{kind.value}")) for kind in DataKind}


def kept_processes(connection: Any) -> list[KeptProcess]:
    """Return how long the data of each process is kept, those without a period of their own first; `connection` is an open read."""
    policies = store.policies(connection)
    found = [KeptProcess(ANY_PROCESS, None, kept(policies, ANY_PROCESS, {}))]
    for key, process_id, properties in store.latest_definitions(connection):
        found.append(KeptProcess(process_id, key, kept(policies, process_id, properties)))
    return found


def _kept(
    given: Mapping[tuple[str, DataKind], str | None], process_id: str, kind: DataKind, drawn: str | None
) -> tuple[str | None, Source]:
    if (process_id, kind) in given:
        return given[process_id, kind], Source.SET
    if drawn and is_period(drawn):
        return drawn, Source.DIAGRAM
    of_all = None if drawn else given.get((ANY_PROCESS, kind))
    return (of_all, Source.EVERY_PROCESS) if of_all else (None, Source.NOTHING)


def latest_end(now: datetime, period: str) -> datetime:
    """Return when a case must have ended at the latest for its time to be over now."""
    return add_duration(now, f"-{period}")
