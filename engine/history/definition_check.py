"""What was deployed, held against the events that tell of it: a diagram, form or table exchanged afterwards is found."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from engine.history.findings import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.model.deployment import DeployedRow
    from engine.model.history_event import HistoryEvent

EMPTY = hashlib.sha256(b"").hexdigest()
DEPLOYED = "DEPLOYED"
RESOURCE_DELETED = "RESOURCE_DELETED"
"""Types of event; they stand in the chain of what concerns no single case."""


def check_definitions(events: Iterable[HistoryEvent], rows: Iterable[DeployedRow]) -> Iterator[Finding]:
    """Yield where deployed rows are not what the events of the installation tell, nor the latest version the greatest."""
    told, deleted = _told_by(events)
    emptied = {f"resource:{told[name]['resource_key']}" for name in deleted & told.keys()}
    versions: dict[tuple[str, str], list[tuple[int, bool, str]]] = defaultdict(list)
    for row in rows:
        yield from _differences(told.pop(row.name, None), row, is_emptied=row.name in emptied)
        if row.definition_id is not None:
            version = -1 if row.name in deleted else row.columns["version"]
            versions[row.table, row.definition_id].append((version, row.columns["is_latest"], row.name))
    for found in versions.values():
        greatest = max(found)[0]
        for version, is_latest, name in found:
            if is_latest != (version == greatest >= 0):
                yield _finding(name, "another version than the greatest is marked as the latest")
    for name in told:
        yield _finding(name, "what was deployed is gone")


def _told_by(events: Iterable[HistoryEvent]) -> tuple[dict[str, Mapping[str, Any]], set[str]]:
    """Return what was told of each deployed row by its name, and the names of the versions that were deleted."""
    told: dict[str, Mapping[str, Any]] = {}
    deleted: set[str] = set()
    for event in events:
        if event.type == DEPLOYED:
            told.update(json.loads(event.facts)["rows"])
        elif event.type == RESOURCE_DELETED:
            deleted.add(f"generic_resource:{json.loads(event.facts)['resourceKey']}")
    return told, deleted


def _differences(told: Mapping[str, Any] | None, row: DeployedRow, *, is_emptied: bool) -> Iterator[Finding]:
    if told is None:
        yield _finding(row.name, "no event tells of its deployment")
        return
    actual = row.told()
    for name in sorted(told):
        if actual.get(name) != told[name]:
            yield _finding(row.name, f"{name} is not what was deployed")
    if "content" in row.columns and _digest(row.columns["content"]) != (EMPTY if is_emptied else told["checksum"]):
        yield _finding(row.name, "the bytes are not those that were deployed")


def _digest(content: object) -> str | None:
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else None


def _finding(name: str, message: str) -> Finding:
    return Finding(FindingKind.ROW_DIFFERS, message, row=name)
