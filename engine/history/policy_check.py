"""How long data is kept, held against the events that tell of it: a period that was shortened unseen is found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from engine.history.findings import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.model.history_event import HistoryEvent
    from engine.model.retention import RetentionPolicy

RETENTION_POLICY_SET = "RETENTION_POLICY_SET"
"""The type of event; it stands in the chain of what concerns no single case."""


def check_policies(events: Iterable[HistoryEvent], policies: Iterable[RetentionPolicy]) -> Iterator[Finding]:
    """Yield where policies are not what the last event about each says."""
    told: dict[str, tuple[object, ...]] = {}
    for event in events:
        if event.type == RETENTION_POLICY_SET and event.details is not None:
            facts, details = json.loads(event.facts), json.loads(event.details)
            place = {**facts, **details}
            told[_name(place["processId"], place["kind"])] = (place["after"], event.at, event.actor, place["reason"])
    for policy in policies:
        name = _name(policy.process_id, policy.kind.value)
        if name not in told:
            yield Finding(FindingKind.ROW_DIFFERS, "no event tells of it", row=name)
        elif told.pop(name) != (policy.period, policy.set_at, policy.set_by, policy.reason):
            yield Finding(FindingKind.ROW_DIFFERS, "it is not what was set last", row=name)
    for name in told:
        yield Finding(FindingKind.ROW_DIFFERS, "it is gone, and no event tells of that", row=name)


def _name(process_id: str, kind: str) -> str:
    return f"retention_policy:{process_id}/{kind}"
