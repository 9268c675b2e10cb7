"""What the search row of a case says: the marks of what it has to do with, and its text."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engine.model import json_text
from engine.model.case_search import CaseSearchRow
from engine.model.search_terms import Mark, grams, mark, searchable
from engine.store.visibility import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.store.case_search import RowBefore
    from engine.store.case_sources import CaseSources

DECISIONS = frozenset({"decision", "outcome", "result"})
"""Variables whose text says how a case was decided."""
_UNSEARCHED = frozenset({"contentHash", "documentId", "storeId", "camunda.document.type", "contentType"})


def search_row(
    key: int, sources: CaseSources, before: RowBefore | None, read: int, root_read: int, *, has_grams: bool
) -> CaseSearchRow:
    """Return the row of a case after `read` more events, `root_read` of them the root's, on top of the row that there was."""
    root = sources.instances[0]
    text = searchable(_texts(sources))
    kept = before.marks[: before.grown] if before else []
    grown = sorted({*kept, *(mark(kind, value) for kind, value in _grown(sources))})
    now = {mark(kind, value) for kind, value in _current(sources)}
    return CaseSearchRow(
        key=key,
        started_at=root.started_at,
        ended_at=root.ended_at,
        history_length=(before.history_length if before else 0) + read,
        root_length=(before.root_length if before else 0) + root_read,
        grown=len(grown),
        marks=[*grown, *sorted(now.difference(grown))],
        grams=grams(text) if has_grams else [],
        text=text,
    )


def _grown(sources: CaseSources) -> Iterator[tuple[Mark, str]]:
    """Yield what stays true of a case whatever happens later: who did or was asked, what was reached."""
    for person in sources.people:
        yield Mark.PERSON, person
    for task in sources.tasks:
        if task.assignee:
            yield Mark.PERSON, task.assignee
        for person in _names(task.candidate_users):
            yield Mark.PERSON, person
        for group in _names(task.candidate_groups):
            yield Mark.GROUP, group
    for process_id, element_id in sources.elements:
        yield Mark.ELEMENT, f"{process_id}/{element_id}"


def _current(sources: CaseSources) -> Iterator[tuple[Mark, str]]:
    """Yield what is true of a case now."""
    yield Mark.STATE, sources.instances[0].state
    for each in sources.instances:
        for person in (each.initiator, each.started_by):
            if person:
                yield Mark.PERSON, person
    instances: Iterable[tuple[str, int, str | None, str | None]] = sources.others or (
        (each.process_id, each.version, each.owner_unit, each.province_code) for each in sources.instances
    )
    for process_id, version, unit, province in instances:
        yield Mark.PROCESS, process_id
        yield Mark.VERSION, f"{process_id}/{version}"
        if unit:
            yield Mark.UNIT, unit
        if province:
            yield Mark.PROVINCE, province
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


@lru_cache(maxsize=2_000)
def _names(text: str) -> tuple[str, ...]:
    """Return the names in a JSON list; the same few lists come again and again."""
    names = _value(text)
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


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
