"""What one command did to one process instance, as it is stored: who and when once, the events packed, the last one's hash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from engine.model.case_key import SALT_BYTES
from engine.model.columns import Hexadecimal, UtcDateTime, metadata
from engine.model.deflated import deflated, inflated
from engine.model.history_event import NO_FACTS, HistoryEvent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from engine.model.case_key import CaseCipher

EVENTS_AT_MOST = 500
"""In one row: whoever looks at a few events of a case does not unpack what ten thousand elements did at once."""
KEPT = "*"
"""Stands in a line for details that lie in the act's ciphertext."""
SALT_DIGITS = 2 * SALT_BYTES


@dataclass(slots=True)
class HistoryAct:
    """Events of one command, one after the other; their number, hash and chain are those of HistoryEvent."""

    process_instance_key: int
    sequence: int
    """Of the first event; the others count on."""
    at: datetime
    actor: str
    on_behalf_of: str | None
    capacity: str | None
    session_id: str | None
    events: bytes
    """Deflated text, a line for each event; see `EventLine`."""
    ciphertext: bytes | None
    """Salts and details of the events that have some, under the case's key."""
    hash: str
    """Of the last event; those of the others follow from the events."""


class EventLine(NamedTuple):
    """One event in an act: five fields apart by tabs, which none of them contains."""

    type: str
    element_id: str | None
    element_instance_key: int | None
    seal: str | None
    """KEPT, or the salted hash of details that were erased; None: it never had any."""
    facts: str


def lines_of(events: bytes) -> list[EventLine]:
    """Return the lines of `HistoryAct.events`; raise ValueError for what no act contains."""
    found = []
    for line in inflated(events).decode().split("\n"):
        kind, element_id, key, seal, facts = line.split("\t")
        found.append(EventLine(kind, element_id or None, int(key) if key else None, seal or None, facts or NO_FACTS))
    return found


def line(event_type: str, element_id: str | None, element_instance_key: int | None, seal: str | None, facts: str) -> str:
    """Write what `EventLine` reads."""
    key = "" if element_instance_key is None else element_instance_key
    return f"{event_type}\t{element_id or ''}\t{key}\t{seal or ''}\t{'' if facts == NO_FACTS else facts}"


def packed_lines(lines: Sequence[str]) -> bytes:
    """Return lines as `HistoryAct.events`.

    Raises ValueError for an event whose type, element id or facts contain a tab or a line's end.
    """
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\t") != 4 * len(lines):
        raise ValueError("A type, an element id or facts contain what separates them.")
    return deflated(text.encode())


def sealed_details(details: Iterable[str], salts: Iterable[str], cipher: CaseCipher) -> bytes:
    """Return the details of events, which have some, and their salts as `HistoryAct.ciphertext`."""
    return cipher.seal("\n".join(details), "".join(salts))


def packed(events: Sequence[HistoryEvent], cipher: Callable[[], CaseCipher]) -> HistoryAct:
    """Return the act of these events, of which the last has its hash; `cipher` is asked for when there are details to seal.

    Raises ValueError as `packed_lines`.
    """
    first = events[0]
    details = [event.details for event in events if event.details is not None]
    salts = [event.salt or "" for event in events if event.details is not None]
    return HistoryAct(
        first.process_instance_key,
        first.sequence,
        first.at,
        first.actor,
        first.on_behalf_of,
        first.capacity,
        first.session_id,
        packed_lines([_line(event) for event in events]),
        sealed_details(details, salts, cipher()) if details else None,
        events[-1].hash or "",
    )


def unpacked(act: HistoryAct, lines: Sequence[EventLine], details: str | None, salts: str) -> list[HistoryEvent]:
    """Return the events of an act from its lines and what its ciphertext contains (None: it cannot be opened).

    The last event has the act's hash, the others have none. An event whose details should be there and are not has a
    ciphertext, which is for the verification to find; so have all when the act seals something that belongs to none.
    """
    who_and_when = act.at, act.actor, act.on_behalf_of, act.capacity, act.session_id
    kept = sum(line.seal == KEPT for line in lines)
    pairs = _pairs(kept, details, salts)
    stray = act.ciphertext if not kept else None
    found = []
    for number, (kind, element_id, key, seal, facts) in enumerate(lines, act.sequence):
        event = HistoryEvent(act.process_instance_key, number, kind, *who_and_when, element_id, key, facts)
        if seal == KEPT:
            event.details, event.salt = next(pairs, (None, None))
            event.ciphertext = act.ciphertext or b""
        else:
            event.sealed, event.ciphertext = seal, stray
        found.append(event)
    found[-1].hash = act.hash
    return found


def grouped(events: Iterable[HistoryEvent]) -> Iterator[list[HistoryEvent]]:
    """Yield the events of one chain act by act: each ends with an event whose hash is stored."""
    group: list[HistoryEvent] = []
    for event in events:
        group.append(event)
        if event.hash is not None:
            yield group
            group = []
    if group:
        yield group


def _line(event: HistoryEvent) -> str:
    seal = event.sealed if event.details is None else KEPT
    return line(event.type, event.element_id, event.element_instance_key, seal, event.facts)


def _pairs(count: int, details: str | None, salts: str) -> Iterator[tuple[str, str]]:
    """Yield the details with their salts, so many; nothing when there is another number of them."""
    texts = [] if details is None or not count else details.split("\n")
    if len(texts) == count and len(salts) == SALT_DIGITS * count:
        yield from zip(texts, (salts[start : start + SALT_DIGITS] for start in range(0, len(salts), SALT_DIGITS)), strict=True)


history_acts = sa.Table(
    "history_act",
    metadata,
    sa.Column("process_instance_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("on_behalf_of", sa.String(200)),
    sa.Column("capacity", sa.String(300)),
    sa.Column("session_id", sa.String(64)),
    sa.Column("events", sa.LargeBinary, nullable=False),
    sa.Column("ciphertext", sa.LargeBinary),
    sa.Column("hash", Hexadecimal, nullable=False),
    # Acts are written in the order of time: a block range index finds those of a period and costs next to nothing.
    sa.Index("ix_history_act_at", "at", postgresql_using="brin", postgresql_with={"autosummarize": True}),
)
