"""Holding the rows that recognise exported files against the events that tell of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.history.findings import Finding, FindingKind
from engine.model.exported_file import ExportedFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.model.history_event import HistoryEvent

FILE_PRODUCED = "FILE_PRODUCED"


def told_files(event: HistoryEvent) -> list[ExportedFile]:
    """Return the files that an event tells of: the one that was made, and those enclosed in it; none of another event."""
    if event.type != FILE_PRODUCED:
        return []
    try:
        facts = json.loads(event.facts)
        hashes = dict.fromkeys(str(each["sha256"]) for each in (facts, *facts.get("enclosed", ())))
        return [ExportedFile(str(facts["code"]), each, event.process_instance_key, event.sequence) for each in hashes]
    except (ValueError, LookupError, TypeError, AttributeError):
        return []  # somebody changed it, which its chain tells


def check_exported_files(events: Iterable[HistoryEvent], rows: Iterable[ExportedFile]) -> Iterator[Finding]:
    """Yield a finding for each row that no event of these chains tells of, and for each file that has lost its row."""
    told = {file for event in events for file in told_files(event)}
    there = set(rows)
    for file in sorted(there - told, key=str):
        yield _finding(file, "no event tells of this exported file")
    for file in sorted(told - there, key=str):
        yield _finding(file, "the row that recognises this exported file is missing")


def _finding(file: ExportedFile, message: str) -> Finding:
    row = f"exported_file:{file.code}"
    return Finding(FindingKind.ROW_DIFFERS, message, f"access:{file.chain_key}", file.sequence, row)
