"""What is particular to an event, as an object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.model.history_event import NO_FACTS

if TYPE_CHECKING:
    from engine.model.history_event import HistoryEvent

_decode = json.JSONDecoder().decode
# Made once: what replays millions of events need not look at the options of json.loads for each.


def facts_of(event: HistoryEvent) -> dict[str, Any]:
    """Return the facts; raise ValueError when they are no JSON."""
    if event.facts == NO_FACTS:
        return {}
    facts: dict[str, Any] = _decode(event.facts)
    return facts


def details_of(event: HistoryEvent) -> dict[str, Any] | None:
    """Return the details, empty when there never were any; None when they were erased. Raises ValueError as `facts_of`."""
    if event.details is None:
        return None if event.sealed is not None else {}
    details: dict[str, Any] = _decode(event.details)
    return details
