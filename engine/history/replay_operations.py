"""Replaying what an operator did to a case as a whole: what waits after a migration or a modification, legal holds."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from engine.history.event_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.history.rebuilt_case import RebuiltCase
    from engine.history.rebuilt_work import RebuiltWork
    from engine.model.history_event import HistoryEvent

REVERTED = "PROCESS_INSTANCE_MIGRATION_REVERTED"


def migrated(case: RebuiltCase, event: HistoryEvent) -> None:
    """Rename what waits, take away what the migration took, bring again what a way back brought."""
    facts, details = facts_of(event), json.loads(event.details or "{}")
    alive = {key for key, element in case.elements.items() if element.ended_at is None}
    _carry_tokens(case.work, facts.get("tokens"), alive)
    withdrawn = details.get("withdrawn")
    if isinstance(withdrawn, dict) and isinstance(facts.get("mapping"), dict):
        restored = case.work.withdrawn if event.type == REVERTED else []
        _carry_timers(case.work, withdrawn["timers"], facts["mapping"], restored)
        case.work.withdrawn = [] if event.type == REVERTED else withdrawn["timers"]
    else:
        case.work.untold_timers |= alive
        case.work.withdrawn = []


def modified(case: RebuiltCase, event: HistoryEvent) -> None:
    """Note which element instances an operator put there; what was terminated has events of its own."""
    keys = facts_of(event).get("activatedKeys")
    if keys is None:
        case.work.untold_tokens |= {key for key, element in case.elements.items() if element.ended_at is None}
    else:
        case.work.put_there |= set(map(int, keys))


def hold_placed(case: RebuiltCase, event: HistoryEvent) -> None:
    """Put the case under a legal hold."""
    case.hold = event


def hold_lifted(case: RebuiltCase, _event: HistoryEvent) -> None:
    """Let the policies of retention apply again."""
    case.hold = None


def _carry_tokens(work: RebuiltWork, tokens: Iterable[Mapping[str, Any]] | None, alive: set[int]) -> None:
    waits_for_rest = {place[0] for place, flows in work.joined.values() if flows is not None}
    work.untold_tokens |= alive if tokens is None else waits_for_rest
    work.tokens.clear()
    for token in tokens or ():
        work.tokens[int(token["scopeKey"]), token["elementId"]][token["flowId"]] = token["count"]
        work.quantities.pop(token["elementId"], None)
        if "quantity" in token:
            work.quantities[token["elementId"]] = token["quantity"]


def _carry_timers(
    work: RebuiltWork, withdrawn: Iterable[Mapping[str, Any]], mapping: Mapping[str, str], restored: Iterable[Mapping[str, Any]]
) -> None:
    for timer in withdrawn:
        due = work.timers[_place(timer)]
        at = datetime.fromisoformat(timer["due_at"])
        if due:
            due.remove(at if at in due else due[0])
    renamed: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for (key, event_id), due in work.timers.items():
        renamed[key, mapping.get(event_id, event_id)] += due
    for timer in restored:
        renamed[_place(timer)].append(datetime.fromisoformat(timer["due_at"]))
    work.timers = renamed


def _place(timer: Mapping[str, Any]) -> tuple[int, str]:
    return int(timer["element_instance_key"]), timer["element_id"]
