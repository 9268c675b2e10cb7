"""Keeping cases findable: their search rows are made anew from what has been written, in batches and beside the work."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.model import json_text
from engine.model.case_search import CaseSearchRow
from engine.model.search_terms import Mark, grams, mark, searchable
from engine.store import case_search as store
from engine.store.unit_of_work import unit_of_work
from engine.store.visibility import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from engine.commands.engine import Engine
    from engine.store.case_search import CaseSources

OVERLAP = timedelta(minutes=2)
"""A transaction commits after the time that its events carry, and clocks of machines differ."""
COMPARE_EVERY = 500
"""Rounds between two comparisons of everything: what carries another time (a pinned clock, a restored backup) is found then."""
DECISIONS = frozenset({"decision", "outcome", "result"})
"""Variables whose text says how a case was decided."""
_UNSEARCHED = frozenset({"contentHash", "documentId", "storeId", "camunda.document.type", "contentType"})


class Indexing:
    """Makes the search rows of one installation; several processes may, each does what the others left."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._round = 0
        self._since: datetime | None = None

    def run(self) -> int:
        """Bring every stale row up to date; return how many. The first round compares everything."""
        compares_everything = self._round % COMPARE_EVERY == 0
        self._round += 1
        begun = self._engine.now()
        since = None if compares_everything or self._since is None else min(self._since, begun) - OVERLAP
        count = 0
        with self._engine.database.snapshot() as connection:
            for keys in _batches(store.stale_cases(connection, since)):
                self._index(keys)
                count += len(keys)
        if compares_everything:
            with unit_of_work(self._engine.database) as uow:
                store.forget_missing_cases(uow.connection)
                uow.commit()
        self._since = begun
        return count

    def _index(self, keys: list[int]) -> None:
        has_grams = not self._engine.database.is_sqlite
        with self._engine.database.snapshot() as connection:
            found = store.sources_of(connection, keys)
        rows = [search_row(key, found[key], has_grams=has_grams) for key in keys if found[key].instances]
        with unit_of_work(self._engine.database) as uow:
            store.write_rows(uow.connection, rows)
            uow.commit()


def search_row(key: int, sources: CaseSources, *, has_grams: bool) -> CaseSearchRow:
    """Return the row of a case."""
    root = sources.instances[0]
    text = searchable(_texts(sources))
    return CaseSearchRow(
        key=key,
        started_at=root.started_at,
        ended_at=root.ended_at,
        history_length=sum(each.history_length for each in sources.instances),
        marks=sorted({mark(kind, value) for kind, value in _marks(sources)}),
        grams=grams(text) if has_grams else [],
        text=text,
    )


def _marks(sources: CaseSources) -> Iterator[tuple[Mark, str]]:
    root = sources.instances[0]
    yield Mark.STATE, root.state
    for each in sources.instances:
        yield Mark.PROCESS, each.process_id
        yield Mark.VERSION, f"{each.process_id}/{each.version}"
        for kind, value in ((Mark.UNIT, each.owner_unit), (Mark.PROVINCE, each.province_code)):
            if value:
                yield kind, value
        for person in filter(None, (each.initiator, each.started_by)):
            yield Mark.PERSON, person
    for task in sources.tasks:
        for person in filter(None, (task.assignee, *task.candidate_users)):
            yield Mark.PERSON, person
        for group in task.candidate_groups:
            yield Mark.GROUP, group
    for person in sources.people:
        yield Mark.PERSON, person
    for process_id, element_id in sources.elements:
        yield Mark.ELEMENT, f"{process_id}/{element_id}"
    for name, value in sources.variables:
        decision = _value(value) if name in DECISIONS else None
        if isinstance(decision, str):
            yield Mark.DECISION, decision


def _texts(sources: CaseSources) -> Iterator[str]:
    for each in sources.instances:
        yield from filter(None, (each.business_id, each.subject))
    if sources.instances[0].confidentiality == SECRET:
        return  # what is inside of a secret case is read on the record, and not found out by trying words
    yield from sources.texts
    for _, value in sources.variables:
        if '"' in value:
            yield from _strings(_value(value))


def _value(text: str) -> object:
    try:
        return json_text.loads(text)
    except ValueError:
        return None  # somebody wrote what is no JSON: for the verification to find, the other cases stay findable


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in _UNSEARCHED:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(keys)
    while batch := list(itertools.islice(stream, store.AT_ONCE)):
        yield batch
