"""The rows that a command touches: each is read once, and what changed is found by comparing, so nothing can be forgotten."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from engine.errors import InvalidTransition, NotFound
from engine.model.element_instance import ElementInstance, ElementInstanceState
from engine.model.waiting_token import WaitingToken
from engine.runtime.effects import (
    Effect,
    ElementInstanceChanged,
    ElementInstanceCreated,
    WaitingTokenChanged,
    WaitingTokenCreated,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from engine.runtime.ports import StateReader

_columns = attrgetter(*(f.name for f in fields(ElementInstance)))
_ENDING = frozenset({ElementInstanceState.TERMINATING, ElementInstanceState.TERMINATED, ElementInstanceState.COMPLETED})


class WorkingSet:
    """An identity map over the element instances and waiting tokens of one process instance."""

    def __init__(self, reader: StateReader) -> None:
        self.reader = reader
        self._instances: dict[int, ElementInstance] = {}
        self._as_read: dict[int, tuple[object, ...]] = {}
        self._new_children: dict[int, list[ElementInstance]] = defaultdict(list)
        self._read_children: dict[int, dict[int, ElementInstance]] = defaultdict(dict)
        self._children_read_up_to: dict[int, int] = {}
        self._compensated_down_to: dict[tuple[int, str | None, int | None], int | None] = {}
        self._tokens: dict[int, dict[tuple[str, str], WaitingToken]] = {}
        self._tokens_as_read: dict[int, int] = {}

    def add(self, instance: ElementInstance) -> None:
        """Take in an element instance that this command creates."""
        self._instances[instance.key] = instance
        if instance.scope_key is not None:
            self._new_children[instance.scope_key].append(instance)

    def is_new(self, key: int) -> bool:
        """Return whether this command created the element instance, so that nothing of it is stored yet."""
        return key in self._instances and key not in self._as_read

    def find(self, key: int) -> ElementInstance | None:
        """Return the element instance with its enclosing ones in the set; None when there is no such row."""
        if key not in self._instances:
            for instance in self.reader.scope_chain(key):
                self.take_in(instance)
        return self._instances.get(key)

    def get(self, key: int) -> ElementInstance:
        """Return the element instance; raise NotFound."""
        found = self._instances.get(key) or self.find(key)
        if found is None:
            raise NotFound("element instance", key)
        return found

    def active(self, key: int) -> ElementInstance:
        """Return the element instance; raise InvalidTransition unless it is active."""
        instance = self.get(key)
        if instance.state is not ElementInstanceState.ACTIVE:
            raise InvalidTransition("element instance", key, instance.state, ElementInstanceState.COMPLETING)
        return instance

    def alive(self, key: int) -> ElementInstance:
        """Return the element instance; raise InvalidTransition when it has ended or is ending before its time."""
        instance = self.get(key)
        if instance.is_final or instance.state is ElementInstanceState.TERMINATING:
            raise InvalidTransition("element instance", key, instance.state, instance.state)
        return instance

    def take_in(self, instance: ElementInstance) -> ElementInstance:
        """Keep a row that was read, unless it is here already; return the one that counts."""
        known = self._instances.get(instance.key)
        if known is not None:
            return known
        self._instances[instance.key] = instance
        self._as_read[instance.key] = _columns(instance)
        if instance.scope_key is not None:
            self._read_children[instance.scope_key][instance.key] = instance
        return instance

    def more_active_children(self, scope_key: int, limit: int, but: int | None = None) -> list[ElementInstance]:
        """Return the next children that are neither ended nor being terminated, without `but`; an empty list after the last."""
        found = [child for child in self._new_children[scope_key] if child.state not in _ENDING and child.key != but]
        is_read = self.is_new(scope_key)
        while not is_read and len(found) < limit:
            after = self._children_read_up_to.get(scope_key, 0)
            rows = self.reader.active_children(scope_key, after_key=after, limit=limit)
            is_read = len(rows) < limit
            if rows:
                self._children_read_up_to[scope_key] = rows[-1].key
            found += [child for child in map(self.take_in, rows) if child.state not in _ENDING and child.key != but]
        return found

    def active_element_ids(self, scope_key: int) -> set[str]:
        """Return the ids of elements that have live instances in the scope."""
        counts: dict[str, int] = defaultdict(int)
        if not self.is_new(scope_key):
            counts.update(self.reader.active_element_counts(scope_key))
            for child in self._read_children[scope_key].values():
                counts[child.element_id] -= child.is_final and self._was_live(child)
        for child in self._new_children[scope_key]:
            counts[child.element_id] += not child.is_final
        return {element_id for element_id, count in counts.items() if count > 0}

    def active_instances(self, scope_key: int, element_id: str) -> list[ElementInstance]:
        """Return the live instances of one element in the scope, oldest first."""
        read = [] if self.is_new(scope_key) else list(map(self.take_in, self.reader.active_instances(scope_key, element_id)))
        fresh = [child for child in self._new_children[scope_key] if child.element_id == element_id]
        return [child for child in (*read, *fresh) if not child.is_final]

    def completed_here(self, scope_key: int) -> Iterator[ElementInstance]:
        """Yield the children that this command completed."""
        for child in (*self._read_children[scope_key].values(), *self._new_children[scope_key]):
            if child.state is ElementInstanceState.COMPLETED and (self.is_new(child.key) or self._was_live(child)):
                yield child

    def last_compensable(self, scope_key: int, element_id: str | None, below: int | None = None) -> ElementInstance | None:
        """Return the child that completed last and can be undone; with `below` among those with a lower order."""
        known = (*self._read_children[scope_key].values(), *self._new_children[scope_key])
        wanted = [c for c in known if c.compensation_order is not None and element_id in (None, c.element_id)]
        best = max(
            (c for c in wanted if below is None or (c.compensation_order or 0) < below),
            key=lambda c: c.compensation_order or 0,
            default=None,
        )
        place = (scope_key, element_id, below)
        while not self.is_new(scope_key):
            row = self.reader.last_compensable(scope_key, element_id, below=self._compensated_down_to.get(place, below))
            if row is None:
                break
            order = row.compensation_order
            row = self.take_in(row)
            if row.compensation_order is not None:
                return row if best is None or (best.compensation_order or 0) < row.compensation_order else best
            self._compensated_down_to[place] = order
        return best

    def waiting(self, scope_key: int, element_id: str) -> dict[str, WaitingToken]:
        """Return the tokens that wait at an element, by flow id, those with a count above 0 only."""
        return {
            token.flow_id: token for (at, _), token in self._tokens_of(scope_key).items() if at == element_id and token.count
        }

    def all_waiting(self, scope_key: int) -> list[WaitingToken]:
        """Return every token that waits in the scope."""
        return [token for token in self._tokens_of(scope_key).values() if token.count]

    def scopes_with_tokens_at(self, element_ids: AbstractSet[str]) -> list[int]:
        """Return the keys of the scopes in which tokens wait at one of these elements."""
        stored = self.reader.scopes_with_tokens_at(element_ids)
        keys = {*stored, *self._tokens}
        return sorted(key for key in keys if any(token.element_id in element_ids for token in self.all_waiting(key)))

    def add_waiting(self, scope: ElementInstance, element_id: str, flow_id: str) -> None:
        """Let one more token wait."""
        tokens = self._tokens_of(scope.key)
        token = tokens.get((element_id, flow_id))
        if token is None:
            token = tokens[element_id, flow_id] = WaitingToken(scope.key, scope.process_instance_key, element_id, flow_id)
        token.count += 1
        scope.active_children += 1

    def consume(self, scope: ElementInstance, token: WaitingToken, count: int = 1) -> None:
        """Take waiting tokens away."""
        token.count -= count
        scope.active_children -= count

    def changes(self) -> Iterator[Effect]:
        """Yield what the command did to these rows, parents before children."""
        for key, instance in self._instances.items():
            before = self._as_read.get(key)
            if before is None:
                yield ElementInstanceCreated(instance)
            elif before != _columns(instance):
                yield ElementInstanceChanged(instance)
        for tokens in self._tokens.values():
            for token in tokens.values():
                before_count = self._tokens_as_read.get(id(token))
                if before_count is None and token.count:
                    yield WaitingTokenCreated(token)
                elif before_count is not None and before_count != token.count:
                    yield WaitingTokenChanged(token)

    def _was_live(self, child: ElementInstance) -> bool:
        return self._as_read[child.key][_STATE] not in _ENDED

    def _tokens_of(self, scope_key: int) -> dict[tuple[str, str], WaitingToken]:
        tokens = self._tokens.get(scope_key)
        if tokens is None:
            rows = [] if self.is_new(scope_key) else self.reader.waiting_tokens(scope_key)
            tokens = self._tokens[scope_key] = {(row.element_id, row.flow_id): row for row in rows}
            self._tokens_as_read.update({id(row): row.count for row in rows})
        return tokens


_STATE = [f.name for f in fields(ElementInstance)].index("state")
_ENDED = frozenset({ElementInstanceState.TERMINATED, ElementInstanceState.COMPLETED})
