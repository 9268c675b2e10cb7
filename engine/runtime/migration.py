"""Carrying a running process instance over to another version: what it waits for, its joins, its memos."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.process_model import Element, ElementType
from engine.model.element_instance import ElementInstanceState
from engine.runtime import (
    ad_hoc,
    compensation,
    joins,
    model_facts,
    settling,
    subscriptions,
    thrown_compensation,
    tokens,
    triggers,
)
from engine.runtime.sub_process import STARTED_BY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.model.element_instance import ElementInstance
    from engine.model.waiting_token import WaitingToken
    from engine.runtime.execution import Execution
    from engine.runtime.migration_map import MigrationMap
    from engine.runtime.model_facts import ModelFacts


@dataclass(frozen=True, slots=True)
class EventChanges:
    """What instances of one element stop waiting for and start waiting for."""

    closed: frozenset[str]
    """Event ids of the source."""
    opened: frozenset[str]
    """Event ids of the target."""


def event_changes(migration: MigrationMap, element_id: str) -> EventChanges:
    """Return the changes for instances of a source element that can be taken over."""
    before = _hosted(model_facts.of(migration.source), migration.source.elements[element_id])
    after = {e.id for e in _hosted(model_facts.of(migration.target), migration.target.elements[migration.elements[element_id]])}
    kept = {event.id: migration.keeps(event) for event in before}
    closed = frozenset(event_id for event_id, target_id in kept.items() if target_id not in after)
    taken = {target_id for target_id in kept.values() if target_id is not None}
    return EventChanges(closed, frozenset(after - taken))


def open_events(x: Execution, instance: ElementInstance, event_ids: frozenset[str]) -> None:
    """Let a migrated element instance wait for events that its new version adds; raise CannotContinue."""
    if instance.state is not ElementInstanceState.ACTIVE:
        return
    events = [event for event in subscriptions.hosted_events(x, instance) if event.id in event_ids]
    if triggers.is_interrupted(instance):
        events = [event for event in events if event.type is not ElementType.START_EVENT]
    subscriptions.open_all(x, instance, subscriptions.plan(x, instance, events))


def translate_memo(instance: ElementInstance, migration: MigrationMap) -> None:
    """Rename the elements and flows that an element instance remembers; `element_id` is the target's already."""
    memo = dict(instance.memo or {})
    for name in (triggers.STARTS, ad_hoc.WAITING):
        remembered = memo.get(name)
        if isinstance(remembered, list):
            memo[name] = [migration.elements.get(element_id, element_id) for element_id in remembered]
    if isinstance(memo.get(STARTED_BY), str):
        memo[STARTED_BY] = migration.elements.get(str(memo[STARTED_BY]), memo[STARTED_BY])
    occurred = memo.get(subscriptions.OCCURRED)
    if isinstance(occurred, dict):
        memo[subscriptions.OCCURRED] = {migration.elements.get(event_id, event_id): seen for event_id, seen in occurred.items()}
    rest = memo.get(compensation.REST)
    if isinstance(rest, dict) and rest[thrown_compensation.ACTIVITY] is not None:
        undone_id = rest[thrown_compensation.ACTIVITY]
        memo[compensation.REST] = {**rest, thrown_compensation.ACTIVITY: migration.elements.get(undone_id, undone_id)}
    received = memo.get(settling.RECEIVED)
    if isinstance(received, list):
        source_ids = [source for source, target in migration.elements.items() if target == instance.element_id]
        memo[settling.RECEIVED] = [_flow(migration, source_ids, flow_id) for flow_id in received]
    instance.memo = memo


def look_at_joins(x: Execution, waiting: Iterable[WaitingToken]) -> None:
    """Start the joins that need not wait any longer in the new version; the tokens are as migrated."""
    at = {(token.scope_key, token.element_id) for token in waiting}
    for scope_key, element_id in sorted(at):
        scope, join = x.rows.get(scope_key), x.model.elements[element_id]
        if tokens.waits_for_others(join):
            joins.arrived(x, scope, join)
        else:
            _let_through(x, scope, join)


def _let_through(x: Execution, scope: ElementInstance, element: Element) -> None:
    """Let tokens go on that waited for others which the new version does not have."""
    for token in x.rows.waiting(scope.key, element.id).values():
        for _ in range(token.count):
            x.create(element, scope, flow_id=token.flow_id)
        x.rows.consume(scope, token, token.count)


def _hosted(facts: ModelFacts, element: Element) -> list[Element]:
    if element.loop is None:
        return list(facts.hosted(element.id, is_host=True, is_body=False))
    body = facts.hosted(element.id, is_host=True, is_body=True)
    return [*body, *facts.hosted(element.id, is_host=False, is_body=False)]


def _flow(migration: MigrationMap, source_ids: list[str], flow_id: str) -> str:
    found: Mapping[str, str | None] = {source_id: migration.flow(source_id, flow_id) for source_id in source_ids}
    return next((flow for flow in found.values() if flow is not None), flow_id)
