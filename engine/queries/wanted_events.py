"""Which events of stored acts are wanted, the latest first: found in the acts' lines, before anything else of an act is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.deflated import inflated
from engine.model.history_act import history_acts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_act = history_acts.c
PLACE = (_act.at, _act.process_instance_key, _act.sequence)
"""What acts are sorted by, and where a page of them ends."""
FIRST_PAGE, GROWTH, LARGEST_PAGE = 50, 20, 20_000
"""Acts that are looked through at first, and how many times as many with each page: who finds enough on the first pays for no more."""
ActKey = tuple[int, int]
"""Process instance, and number of the first event."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an event has to be; None: anything."""

    types: Collection[str] | None = None
    element_id: str | None = None
    first: int = 0
    """The least sequence number, `last` the greatest."""
    last: int | None = None


def wanted_events(connection: sa.Connection, query: sa.Select[Any], wanted: Wanted) -> Iterator[tuple[ActKey, int]]:
    """Yield act and number of the wanted events, the latest first; `query` selects from `history_act` and narrows it."""
    types = None if wanted.types is None else [f"{name}\t".encode() for name in wanted.types]
    element = None if wanted.element_id is None else f"\t{wanted.element_id}\t".encode()
    is_wanted = _test(wanted)
    lines = query.with_only_columns(*PLACE, _act.events, maintain_column_froms=True)
    for act in _pages(connection, lines.order_by(None).order_by(*(column.desc() for column in PLACE))):
        text = inflated(act.events)
        if (types is None or any(name in text for name in types)) and (element is None or element in text):
            numbers = [number for number, line in enumerate(text.split(b"\n"), act.sequence) if is_wanted(number, line)]
            for number in reversed(numbers):
                yield (act.process_instance_key, act.sequence), number


def _pages(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.Row[Any]]:
    rest, size = query, FIRST_PAGE
    while True:
        rows = connection.execute(rest.limit(size)).all()
        yield from rows
        if len(rows) < size:
            return
        last = (sa.literal(getattr(rows[-1], column.name), column.type) for column in PLACE)
        rest, size = query.where(sa.tuple_(*PLACE) < sa.tuple_(*last)), min(size * GROWTH, LARGEST_PAGE)


def _test(wanted: Wanted) -> Callable[[int, bytes], bool]:
    """Return what tells by number and line of the act whether an event is wanted; see `EventLine` for the line's fields."""
    types = None if wanted.types is None else {name.encode() for name in wanted.types}
    element_id = None if wanted.element_id is None else wanted.element_id.encode()

    def is_wanted(number: int, line: bytes) -> bool:
        kind, element, _ = line.split(b"\t", 2)
        is_what = (types is None or kind in types) and element_id in (None, element)
        return is_what and wanted.first <= number and (wanted.last is None or number <= wanted.last)

    return is_wanted
