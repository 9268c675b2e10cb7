"""What an execution reads of the locked process instance: one query a question, never the whole instance."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model import json_text
from engine.model.element_instance import ElementInstance, ElementInstanceState, element_instances
from engine.model.event_subscription import EventSubscription, SubscriptionKind, event_subscriptions
from engine.model.input_chunk import input_chunks
from engine.model.variable import UNLOADED, Variable, variables
from engine.model.waiting_token import WaitingToken, waiting_tokens
from engine.store.element_instances import IS_OWED
from engine.store.process_instances import find_process_instance
from engine.store.question import Question
from engine.store.rows import to_entity

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engine.model.process_instance import ProcessInstance

LARGE_VALUE = 8 * 1024
"""Characters of JSON beyond which a value is read only when it is asked for by name."""

_elements = element_instances.c
_live = _elements.ended_at.is_(None)


class InstanceState:
    """Reads rows of one process instance within the command's transaction; see engine.runtime.ports.StateReader."""

    def __init__(self, connection: sa.Connection, process_instance_key: int) -> None:
        self._connection = connection
        self._process_instance_key = process_instance_key
        self._known_chains: dict[int, Sequence[ElementInstance]] = {}

    def know_chain(self, chain: Sequence[ElementInstance]) -> None:
        """Take a scope chain that was read together with something else; it answers one question."""
        if chain:
            self._known_chains[chain[0].key] = chain

    def scope_chain(self, element_instance_key: int) -> Sequence[ElementInstance]:
        """Return the element instance and its enclosing ones, innermost first; empty when there is none."""
        known = self._known_chains.pop(element_instance_key, None)
        if known is not None:
            return known
        return _SCOPE_CHAIN.entities(self._connection, ElementInstance, key=element_instance_key)

    def process_instance(self, key: int) -> ProcessInstance | None:
        """Return another process instance, read without a lock."""
        return find_process_instance(self._connection, key)

    def active_children(self, scope_key: int, *, after_key: int, limit: int) -> Sequence[ElementInstance]:
        """Return at most `limit` children that have not ended and are not TERMINATING, by key, after `after_key`."""
        return self._entities(
            sa.select(element_instances)
            .where(
                _elements.scope_key == scope_key,
                _live,
                _elements.state != ElementInstanceState.TERMINATING,
                _elements.key > after_key,
            )
            .order_by(_elements.key)
            .limit(limit),
        )

    def active_element_counts(self, scope_key: int) -> Mapping[str, int]:
        """Return the ids of the scope's elements with live instances, and how many there are."""
        rows = self._connection.execute(
            sa.select(_elements.element_id, sa.func.count())
            .where(_elements.scope_key == scope_key, _live)
            .group_by(_elements.element_id),
        )
        return {row[0]: row[1] for row in rows}

    def active_instances(self, scope_key: int, element_id: str) -> Sequence[ElementInstance]:
        """Return the live instances of one element in the scope, by key."""
        return self._entities(
            sa.select(element_instances)
            .where(_elements.scope_key == scope_key, _elements.element_id == element_id, _live)
            .order_by(_elements.key),
        )

    def waiting_tokens(self, scope_key: int) -> Sequence[WaitingToken]:
        """Return the tokens that wait in the scope."""
        rows = self._connection.execute(sa.select(waiting_tokens).where(waiting_tokens.c.scope_key == scope_key))
        return [to_entity(WaitingToken, row) for row in rows]

    def scopes_with_tokens_at(self, element_ids: Collection[str]) -> Sequence[int]:
        """Return the keys of the process instance's scopes in which tokens wait at one of these elements."""
        table = waiting_tokens.c
        query = sa.select(table.scope_key).where(
            table.process_instance_key == self._process_instance_key, table.element_id.in_(element_ids)
        )
        return list(self._connection.execute(query.distinct()).scalars())

    def variables(self, scope_keys: Sequence[int]) -> Sequence[Variable]:
        """Return the variables of these scopes; large values as UNLOADED."""
        if not scope_keys:
            return []
        rows = _variables_of(len(scope_keys)).rows(
            self._connection, **{f"scope_{index}": key for index, key in enumerate(scope_keys)}
        )
        return [
            Variable(row[0], row[1], row[2], row[3], UNLOADED if row[4] is None else json_text.loads(row[4])) for row in rows
        ]

    def variable_value(self, variable_key: int) -> object:
        """Return the JSON value of one variable."""
        text = self._connection.execute(sa.select(variables.c.value).where(variables.c.key == variable_key)).scalar_one()
        return json_text.loads(text)

    def open_conditions(self) -> Sequence[EventSubscription]:
        """Return the open condition subscriptions of the process instance, by key."""
        table = event_subscriptions
        query = sa.select(table).where(
            table.c.process_instance_key == self._process_instance_key,
            table.c.kind == SubscriptionKind.CONDITION,
        )
        return [to_entity(EventSubscription, row) for row in self._connection.execute(query.order_by(table.c.key))]

    def open_signals(self, host_keys: Sequence[int], name: str) -> Sequence[EventSubscription]:
        """Return the subscriptions of these element instances to a signal, by key."""
        table = event_subscriptions
        query = sa.select(table).where(
            table.c.element_instance_key.in_(host_keys), table.c.kind == SubscriptionKind.SIGNAL, table.c.name == name
        )
        return [to_entity(EventSubscription, row) for row in self._connection.execute(query.order_by(table.c.key))]

    def last_compensable(self, scope_key: int, element_id: str | None, *, below: int | None) -> ElementInstance | None:
        """Return the child with the greatest compensation_order (less than `below`, if given), of one element if given."""
        query = sa.select(element_instances).where(_elements.scope_key == scope_key, _elements.compensation_order.is_not(None))
        if element_id is not None:
            query = query.where(_elements.element_id == element_id)
        if below is not None:
            query = query.where(_elements.compensation_order < below)
        found = self._entities(query.order_by(_elements.compensation_order.desc()).limit(1))
        return found[0] if found else None

    def outputs(self, body_key: int) -> Sequence[tuple[int, object]]:
        """Return (loop_counter, output) of the completed children of a multi-instance body, by loop_counter."""
        query = sa.select(_elements.loop_counter, _elements.output).where(
            _elements.scope_key == body_key,
            _elements.state == ElementInstanceState.COMPLETED,
        )
        return [(row[0], row[1]) for row in self._connection.execute(query.order_by(_elements.loop_counter))]

    def input_chunk(self, body_key: int, number: int) -> Sequence[object]:
        """Return the items of a stored part of a multi-instance's input collection."""
        query = sa.select(input_chunks.c["items"]).where(input_chunks.c.body_key == body_key, input_chunks.c.number == number)
        items: list[object] = self._connection.execute(query).scalar_one()
        return items

    def owed(self, *, limit: int) -> Sequence[ElementInstance]:
        """Return element instances of the process instance with `is_owed`, by key."""
        return self._entities(
            sa.select(element_instances)
            .where(_elements.process_instance_key == self._process_instance_key, IS_OWED)
            .order_by(_elements.key)
            .limit(limit),
        )

    def _entities(self, query: sa.Select[Any]) -> list[ElementInstance]:
        return [to_entity(ElementInstance, row) for row in self._connection.execute(query)]


def chain_from(start: sa.Select[Any]) -> sa.CTE:
    """Return a recursive query of the element instances of `start` (all columns) and their enclosing ones, with a `depth`."""
    first = start.add_columns(sa.literal(0).label("depth")).cte("chain", recursive=True)
    outer = element_instances.alias("outer_scope")
    return first.union_all(sa.select(*outer.c, first.c.depth + 1).join(first, outer.c.key == first.c.scope_key))


def _scope_chain() -> sa.Select[Any]:
    chain = chain_from(sa.select(element_instances).where(_elements.key == sa.bindparam("key", type_=sa.BigInteger)))
    return sa.select(*(chain.c[column.name] for column in element_instances.c)).order_by(chain.c.depth)


_SCOPE_CHAIN = Question(_scope_chain())


@lru_cache(maxsize=64)
def _variables_of(scopes: int) -> Question:
    """Return the question for the variables of so many scopes: how deep they lie in each other."""
    keys = [sa.bindparam(f"scope_{index}", type_=sa.BigInteger) for index in range(scopes)]
    columns = (variables.c.key, variables.c.process_instance_key, variables.c.scope_key, variables.c.name)
    value = sa.case((variables.c.size <= LARGE_VALUE, variables.c.value))
    return Question(sa.select(*columns, value).where(variables.c.scope_key.in_(keys)))
