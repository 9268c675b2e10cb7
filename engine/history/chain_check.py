"""Checking one chain: whether each event follows from the one before, and what was done to it where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.history.event_hash import HashedText
from engine.history.findings import Finding, FindingKind
from engine.model import json_text
from engine.model.history_act import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.model.history_event import HistoryEvent

    Act = Sequence[HistoryEvent]
    """Events of which the last one's hash is stored."""

DETAILS_ERASED = "DETAILS_ERASED"
"""The type of the event that says up to which event (`through`) the details were erased, and why."""
NEIGHBOURS = 3
"""How far an act is looked for from where its number says."""
SEARCHED = 12
"""With at most so many broken links an act is looked for in the whole chain."""


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
    """Return what is wrong with a chain of events in order of sequence, the first fault first; nothing when it holds.

    Where only the last of several events has a hash, a fault among them is found and not told apart.
    """
    acts = list(grouped(events))
    broken = _broken(acts)
    findings = _explain(chain, acts, broken) if broken else []
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


def _broken(acts: Sequence[Act]) -> list[int]:
    previous: str | None = ""
    expected, broken = 1, []
    for index, act in enumerate(acts):
        is_in_place = act[0].sequence == expected and all(map(_is_kept_right, act))
        if not is_in_place or _hash(previous or "", act, expected) != act[-1].hash:
            broken.append(index)
        previous, expected = act[-1].hash, act[-1].sequence + 1
    return broken


def _is_kept_right(event: HistoryEvent) -> bool:
    """Tell whether there are details with their salt, or their salted hash, or nothing of all that."""
    if event.details is None:
        return event.salt is None and event.ciphertext is None
    return event.salt is not None and event.sealed is None


def _explain(chain: str, acts: Sequence[Act], broken: list[int]) -> list[Finding]:
    first = acts[broken[0]][0].sequence
    findings = _gaps(chain, [event for act in acts for event in act])
    if findings:
        return findings
    homes = {index: _home(acts, index, broken) for index in broken}
    shifts = [homes[index] - acts[index][0].sequence for index in broken if homes[index]]
    moved = [shift for shift in shifts if shift]
    if not moved:
        return [_altered(chain, acts[index], homes[index]) for index in broken]
    if all(shift < 0 for shift in moved):
        return [Finding(FindingKind.INSERTED, "an event was put in and those after it renumbered", chain, first)]
    if all(shift > 0 for shift in moved):
        return [Finding(FindingKind.REMOVED, "an event was taken out and those after it renumbered", chain, first)]
    places = ", ".join(str(acts[index][0].sequence) for index in broken)
    return [Finding(FindingKind.REORDERED, f"events changed places (around {places})", chain, first)]


def _altered(chain: str, act: Act, home: int) -> Finding:
    first, last = act[0].sequence, act[-1].sequence
    if home == first > 1:
        text = f"the hash of event {first - 1} was replaced: event {first} follows another one"
        return Finding(FindingKind.ALTERED, text, chain, first - 1)
    text = f"event {first} is" if first == last else f"one of the events {first} to {last}, which belong to one act, is"
    return Finding(FindingKind.ALTERED, f"{text} not what was recorded", chain, first)


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


def _home(acts: Sequence[Act], index: int, broken: list[int]) -> int:
    """Return the number of the first event under which the act's own hash holds; 0 when there is none."""
    act = acts[index]
    near = acts[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
    numbers = {other[0].sequence for other in near}
    numbers |= {act[0].sequence + shift for shift in range(-NEIGHBOURS, NEIGHBOURS + 1)}
    hashes = {other[-1].hash for other in near} | {""}
    if len(broken) <= SEARCHED:
        numbers |= {acts[place][0].sequence for place in broken}
        hashes |= {other[-1].hash for other in acts}
    for number in sorted(number for number in numbers if number > 0):
        for previous in hashes:
            if _hash(previous or "", act, number) == act[-1].hash:
                return number
    return 0


def _hash(previous: str, act: Act, first: int) -> str:
    hashed = HashedText.of(act[0])
    for number, event in enumerate(act, first):
        previous = hashed.hash_of(previous, event, number)
    return previous


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
