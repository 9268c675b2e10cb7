"""Accounts, groups, units and tokens, held against the events that tell of their changes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.history.findings import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.model.history_event import HistoryEvent

ADMINISTERED = "ADMINISTERED"
"""The type of event; it stands in the chain of what concerns no single case."""
Row = dict[str, Any]


def check_accounts(events: Iterable[HistoryEvent], rows: Mapping[str, Row]) -> Iterator[Finding]:
    """Yield where rows, by name, are not what the events of the installation tell.

    An event tells what it found as well: what was changed unseen before it is reported though it was put right since.
    """
    told: dict[str, Row] = {}
    for event in events:
        for name, before, after in _changes(event):
            if not _fits(told.get(name), before):
                yield _finding(name, f"it was not what was told of it before event {event.sequence}", event)
            if after is None:
                told.pop(name, None)
            else:
                told[name] = {**told.get(name, {}), **after}
    for name in sorted(told.keys() | rows.keys()):
        yield from _differences(name, told.get(name), rows.get(name))


def _changes(event: HistoryEvent) -> Iterator[tuple[str, Row | None, Row | None]]:
    """Yield name, before and after of the rows that an event tells of; of one that was erased or altered nothing is known."""
    if event.type == ADMINISTERED and event.details is not None:
        for name, change in json.loads(event.details).get("rows", {}).items():
            yield name, change["before"], change["after"]


def _fits(told: Row | None, before: Row | None) -> bool:
    if told is None or before is None:
        return told is before
    return all(told.get(column) == value for column, value in before.items())


def _differences(name: str, told: Row | None, row: Row | None) -> Iterator[Finding]:
    if told is None:
        yield _finding(name, "no event tells of it")
    elif row is None:
        yield _finding(name, "it is gone, and no event tells of that")
    else:
        for column in sorted(told.keys() | row.keys()):
            if told.get(column) != row.get(column):
                yield _finding(name, f"{column} is not what the last event says")


def _finding(name: str, message: str, event: HistoryEvent | None = None) -> Finding:
    if event is None:
        return Finding(FindingKind.ROW_DIFFERS, message, row=name)
    return Finding(FindingKind.ROW_DIFFERS, message, f"access:{event.process_instance_key}", event.sequence, row=name)
