"""Variables: searched, one, and what an element instance sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model import json_text
from engine.model.element_instance import element_instances
from engine.model.process_instance import process_instances
from engine.model.user_task import user_tasks
from engine.model.variable import variables
from engine.queries.search import Column, Condition, Kind, Operator, Page, Search, SearchRequest, constant
from engine.queries.visibility import visible_user_task_data, visible_within

if TYPE_CHECKING:
    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class VariableRow:
    """One variable; `value` is JSON text."""

    variable_key: int
    name: str
    value: str
    scope_key: int
    process_instance_key: int
    root_process_instance_key: int


_variable = variables.c

SEARCH = Search(
    VariableRow,
    variables.join(process_instances, _variable.process_instance_key == process_instances.c.key),
    {
        "variable_key": Column(_variable.key, Kind.KEY),
        "name": Column(_variable.name),
        "value": Column(_variable.value),
        "scope_key": Column(_variable.scope_key, Kind.KEY),
        "process_instance_key": Column(_variable.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(process_instances.c.root_process_instance_key, Kind.KEY),
        "is_truncated": constant(value=False, kind=Kind.BOOLEAN),
    },
    "variable_key",
)


def search_variables(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[VariableRow]:
    """Return one page of the variables of cases that the actor sees."""
    return SEARCH.page(connection, request, visible_within(actor, _variable.process_instance_key))


def variable(connection: sa.Connection, actor: Actor, key: int) -> VariableRow:
    """Return one variable; raise NotFound, also when the actor may not see its case."""
    row = SEARCH.one(connection, key, visible_within(actor, _variable.process_instance_key))
    if row is None:
        raise NotFound("variable", key)
    return row


def search_user_task_variables(
    connection: sa.Connection, actor: Actor, user_task_key: int, request: SearchRequest
) -> Page[VariableRow]:
    """Return one page of the variables that a user task sees, those hidden by a nearer scope included; raise NotFound."""
    element_instance_key = _element_of_user_task(connection, actor, user_task_key)
    scopes = scope_keys(connection, element_instance_key)
    within = Condition("scope_key", Operator.IN, scopes)
    return SEARCH.page(connection, _restricted(request, within))


def search_effective_variables(
    connection: sa.Connection, actor: Actor, user_task_key: int, request: SearchRequest
) -> Page[VariableRow]:
    """Return one page of the variables that count for a user task: of each name the nearest scope's; raise NotFound."""
    element_instance_key = _element_of_user_task(connection, actor, user_task_key)
    nearest = [row.variable_key for row in effective_variables(connection, element_instance_key).values()]
    return SEARCH.page(connection, _restricted(request, Condition("variable_key", Operator.IN, nearest)))


def effective_variables(connection: sa.Connection, element_instance_key: int) -> dict[str, VariableRow]:
    """Return the variables that an element instance sees by name, the nearest scope's first; no check of rights."""
    scopes = scope_keys(connection, element_instance_key)
    found = connection.execute(
        sa.select(*(SEARCH.columns[name].expression for name in VariableRow.__slots__))
        .select_from(SEARCH.source)
        .where(_variable.scope_key.in_(scopes))
    )
    rows = sorted((VariableRow(*row) for row in found), key=lambda row: scopes.index(row.scope_key), reverse=True)
    return {row.name: row for row in rows}


def effective_values(connection: sa.Connection, element_instance_key: int) -> dict[str, object]:
    """Return the values of the variables that an element instance sees; no check of rights."""
    found = effective_variables(connection, element_instance_key)
    return {name: json_text.loads(row.value) for name, row in found.items()}


def scope_keys(connection: sa.Connection, element_instance_key: int) -> list[int]:
    """Return the keys of the element instance and its enclosing scopes, innermost first."""
    instance = element_instances.c
    chain = sa.select(instance.key, instance.scope_key, sa.literal(0).label("depth")).where(
        instance.key == element_instance_key
    )
    recursive = chain.cte("scope_chain", recursive=True)
    outer = sa.select(instance.key, instance.scope_key, recursive.c.depth + 1).where(instance.key == recursive.c.scope_key)
    whole = recursive.union_all(outer)
    return list(connection.execute(sa.select(whole.c.key).order_by(whole.c.depth)).scalars())


def _restricted(request: SearchRequest, condition: Condition) -> SearchRequest:
    return SearchRequest(
        (*request.conditions, condition),
        request.alternatives,
        request.sort,
        request.limit,
        request.offset,
        request.after,
        request.before,
    )


def _element_of_user_task(connection: sa.Connection, actor: Actor, user_task_key: int) -> int:
    statement = sa.select(user_tasks.c.element_instance_key).where(
        user_tasks.c.key == user_task_key, visible_user_task_data(actor)
    )
    key: int | None = connection.execute(statement).scalar()
    if key is None:
        raise NotFound("user task", user_task_key)
    return key
