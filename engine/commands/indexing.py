"""Keeping cases findable: their search rows follow what has been written, in batches and beside the work."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.commands.case_search_row import search_row
from engine.model.case_search import CaseSearchPart
from engine.store import case_search as store
from engine.store.case_sources import EVENTS_AT_ONCE, sources_of
from engine.store.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from engine.commands.engine import Engine
    from engine.model.case_search import CaseSearchRow
    from engine.store.case_search import RowBefore, Unread
    from engine.store.case_sources import CaseSources

OVERLAP = timedelta(seconds=5)
"""How far a round looks back beyond the one before: a transaction commits after the time that its events carry."""
LONG_OVERLAP = timedelta(minutes=2)
"""The same beyond the last of the rounds that look far: what took longer, and what machines wrote whose clocks differ."""
LOOK_FAR_EVERY = 60
"""Rounds; every look reads the events of its time again, which costs more than making rows when there is much to do."""
COMPARE_EVERY = 500
"""Rounds between two comparisons of everything: what carries another time (a pinned clock, a restored backup) is found then."""
AT_ONCE = 100
"""Process instances that one transaction takes up."""
MOST_EVENTS = 20_000
"""Events that one transaction reads; of a case that nobody has read yet, thousands of process instances may be waiting."""


class Indexing:
    """Makes the search rows of one installation; several processes may, each does what the others left."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._round = 0
        self._since: datetime | None = None
        self._looked_far_at: datetime | None = None

    def run(self) -> int:
        """Bring every stale row up to date; return how many were written. The first round compares everything."""
        begun, since = self._engine.now(), self._next_look()
        self._since = None  # should this round fail, the next one compares everything
        if since is None:
            with unit_of_work(self._engine.database) as uow:
                store.forget_missing_cases(uow.connection)
                uow.commit()
        count = 0
        for keys in _batches(self._unread(since)):
            rest = keys
            while rest:
                rest, written = self._index(rest)
                count += written
        if self._looks_far:
            self._looked_far_at = begun
        self._since = begun
        self._round += 1
        return count

    @property
    def _looks_far(self) -> bool:
        return self._round % LOOK_FAR_EVERY == 0

    def _next_look(self) -> datetime | None:
        """Return from which time on events are looked at; None: everything is compared."""
        if self._since is None or self._looked_far_at is None or self._round % COMPARE_EVERY == 0:
            return None
        overlap, last = (LONG_OVERLAP, self._looked_far_at) if self._looks_far else (OVERLAP, self._since)
        return min(last, self._engine.now()) - overlap

    def _unread(self, since: datetime | None) -> Iterator[int]:
        after, is_more = -1, True
        while is_more:
            with self._engine.database.reading() as connection:
                found = store.unread_instances(connection, since, after)
            yield from found
            is_more = len(found) == store.LISTED_AT_ONCE
            after = found[-1] if found else after

    def _index(self, keys: Sequence[int]) -> tuple[list[int], int]:
        """Take up the process instances; return those of which something is left, and how many rows were written."""
        self._engine.courtesy.step_aside()
        with self._engine.database.snapshot() as connection:
            unread = store.unread_of(connection, keys)
            before = store.rows_before(connection, {each.root for each in unread})
            outdated = {each.root for each in unread if _is_outdated(each, before.get(each.root))}
            if not outdated:
                stretches, rest = _bounded(_with_siblings(connection, unread, before))
                found = sources_of(connection, stretches) if stretches else {}
        if outdated:
            with unit_of_work(self._engine.database) as uow:
                store.forget_cases(uow.connection, sorted(outdated))
                uow.commit()
            return list(keys), 0
        rows, parts = self._rows(stretches, found, before)
        written: set[int] = set()
        if rows:
            with unit_of_work(self._engine.database) as uow:
                written = store.write_rows(uow.connection, rows, parts, before)
                uow.commit()
        rest += [
            each.key
            for each in stretches
            if each.root in found and (each.root not in written or found[each.root].reached[each.key] < each.length)
        ]
        return rest, len(written)

    def _rows(
        self, stretches: Iterable[Unread], found: Mapping[int, CaseSources], before: Mapping[int, RowBefore]
    ) -> tuple[list[CaseSearchRow], list[CaseSearchPart]]:
        has_grams = not self._engine.database.is_sqlite
        read, root_read = Counter[int](), Counter[int]()
        parts = []
        for each in stretches:
            if each.root not in found:
                continue
            reached = min(found[each.root].reached[each.key], each.length)
            read[each.root] += reached - each.read
            if each.key == each.root:
                root_read[each.root] = reached - each.read
            else:
                parts.append(CaseSearchPart(each.key, each.root, reached))
        rows = [
            search_row(key, sources, before.get(key), read[key], root_read[key], has_grams=has_grams)
            for key, sources in found.items()
        ]
        return rows, parts


def _is_outdated(unread: Unread, row: RowBefore | None) -> bool:
    """Tell whether the row was made of events that are gone (a restored backup), or by a version that did not count them."""
    return row is not None and (unread.read > unread.length or row.grown == 0)


def _with_siblings(connection: Any, unread: list[Unread], before: Mapping[int, RowBefore]) -> list[Unread]:
    """Add all process instances of cases that have no row: nobody looks at those again that did nothing lately."""
    new = {each.root for each in unread if each.root not in before}
    if not new:
        return unread
    return [*(each for each in unread if each.root not in new), *store.instances_of(connection, new)]


def _bounded(unread: list[Unread]) -> tuple[list[Unread], list[int]]:
    """Return what one transaction takes up, and the keys of the others."""
    events = 0
    for place, each in enumerate(unread, 1):
        events += min(each.length - each.read, EVENTS_AT_ONCE)
        if events >= MOST_EVENTS:
            return unread[:place], [other.key for other in unread[place:]]
    return unread, []


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(keys)
    while batch := list(itertools.islice(stream, AT_ONCE)):
        yield batch
