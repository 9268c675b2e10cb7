"""Checking one chain: whether each event follows from the one before, and what was done to it where it does not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.history.event_hash import event_text
from engine.history.findings import Finding, FindingKind
from engine.model import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.model.history_event import HistoryEvent

DETAILS_ERASED = "DETAILS_ERASED"
"""The type of the event that says up to which event (`through`) the details were erased, and why."""
NEIGHBOURS = 3
"""How far an event is looked for from where its number says."""
SEARCHED = 12
"""With at most so many broken links an event is looked for in the whole chain."""


@dataclass(frozen=True, slots=True)
class Head:
    """How long a chain was and how it ended, as somebody saw it."""

    length: int
    hash: str
    seen_by: str
    """`the case's row`, `checkpoint 7`."""
    is_end: bool = False
    """Nothing may come after it."""


def check_chain(chain: str, events: Sequence[HistoryEvent], heads: Iterable[Head]) -> list[Finding]:
    """Return what is wrong with a chain of events in order of sequence, the first fault first; nothing when it holds."""
    broken = _broken(events)
    findings = _explain(chain, events, broken) if broken else []
    findings += _unexplained_erasures(chain, events)
    last = events[-1].sequence if events else 0
    by_sequence = {event.sequence: event.hash for event in events}
    for head in heads:
        if last < head.length:
            text = f"{head.seen_by} saw {head.length} events, {last} are left"
            findings.append(Finding(FindingKind.TRUNCATED, text, chain, last + 1))
        elif head.length and by_sequence.get(head.length) != head.hash:
            text = f"event {head.length} is not the one that {head.seen_by} saw"
            findings.append(Finding(FindingKind.FORKED, text, chain, head.length))
        elif head.is_end and last > head.length:
            text = f"{head.seen_by} knows of {head.length} events, there are {last}"
            findings.append(Finding(FindingKind.INSERTED, text, chain, head.length + 1))
    return findings


def _broken(events: Sequence[HistoryEvent]) -> list[int]:
    previous, expected, broken = "", 1, []
    for index, event in enumerate(events):
        if event.sequence != expected or not _is_kept_right(event) or _hash(previous, event, expected) != event.hash:
            broken.append(index)
        previous, expected = event.hash, event.sequence + 1
    return broken


def _is_kept_right(event: HistoryEvent) -> bool:
    """Tell whether there are details with their salt, or their salted hash, or nothing of all that."""
    if event.details is None:
        return event.salt is None and event.ciphertext is None
    return event.salt is not None and event.sealed is None


def _explain(chain: str, events: Sequence[HistoryEvent], broken: list[int]) -> list[Finding]:
    first = events[broken[0]]
    findings = _gaps(chain, events)
    if findings:
        return findings
    homes = {index: _home(events, index, broken) for index in broken}
    shifts = [homes[index] - events[index].sequence for index in broken if homes[index]]
    moved = [shift for shift in shifts if shift]
    if not moved:
        return [_altered(chain, events, index, homes[index]) for index in broken]
    if all(shift < 0 for shift in moved):
        return [Finding(FindingKind.INSERTED, "an event was put in and those after it renumbered", chain, first.sequence)]
    if all(shift > 0 for shift in moved):
        return [Finding(FindingKind.REMOVED, "an event was taken out and those after it renumbered", chain, first.sequence)]
    places = ", ".join(str(events[index].sequence) for index in broken)
    return [Finding(FindingKind.REORDERED, f"events changed places (around {places})", chain, first.sequence)]


def _altered(chain: str, events: Sequence[HistoryEvent], index: int, home: int) -> Finding:
    event = events[index]
    if home == event.sequence and index:
        text = f"the hash of event {event.sequence - 1} was replaced: event {event.sequence} follows another one"
        return Finding(FindingKind.ALTERED, text, chain, event.sequence - 1)
    return Finding(FindingKind.ALTERED, f"event {event.sequence} is not what was recorded", chain, event.sequence)


def _gaps(chain: str, events: Sequence[HistoryEvent]) -> list[Finding]:
    findings, expected = [], 1
    for event in events:
        if event.sequence > expected:
            text = f"events {expected} to {event.sequence - 1} are gone"
            findings.append(Finding(FindingKind.REMOVED, text, chain, expected))
        elif event.sequence < expected:
            text = f"event {event.sequence} comes after event {expected - 1}"
            findings.append(Finding(FindingKind.REORDERED, text, chain, event.sequence))
        expected = event.sequence + 1
    return findings


def _home(events: Sequence[HistoryEvent], index: int, broken: list[int]) -> int:
    """Return the number under which the event's own hash holds; 0 when there is none."""
    event = events[index]
    near = range(max(0, index - NEIGHBOURS), min(len(events), index + NEIGHBOURS + 1))
    numbers = {event.sequence} | {events[place].sequence for place in near}
    hashes = {events[place].hash for place in near} | {""}
    if len(broken) <= SEARCHED:
        numbers |= {events[place].sequence for place in broken}
        hashes |= {other.hash for other in events}
    for number in sorted(numbers):
        for previous in hashes:
            if _hash(previous, event, number) == event.hash:
                return number
    return 0


def _hash(previous: str, event: HistoryEvent, sequence: int) -> str:
    return hashlib.sha256(event_text(previous, event, sequence).encode()).hexdigest()


def _unexplained_erasures(chain: str, events: Sequence[HistoryEvent]) -> list[Finding]:
    bare = [event for event in events if event.details is None and event.sealed is not None]
    if not bare:
        return []
    through = _erased_through(events)
    return [
        Finding(
            FindingKind.REMOVED, f"the details of event {event.sequence} are gone, and no event says why", chain, event.sequence
        )
        for event in bare
        if event.sequence > max(through.get(event.type, 0), through.get(None, 0))
    ]


def _erased_through(events: Sequence[HistoryEvent]) -> dict[str | None, int]:
    """Return up to which event the details were erased, by type of event; None: of every type."""
    found: dict[str | None, int] = {}
    for event in events:
        if event.type == DETAILS_ERASED:
            facts = json_text.loads(event.facts)
            through, types = (facts.get("through"), facts.get("types")) if isinstance(facts, dict) else (None, None)
            if isinstance(through, int):
                names: list[str | None] = [str(name) for name in types] if isinstance(types, list) else [None]
                found.update({name: max(through, found.get(name, 0)) for name in names})
    return found
