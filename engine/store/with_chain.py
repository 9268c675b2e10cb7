"""Rows of work, each read with its element instance and the enclosing ones by one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import sqlalchemy as sa

from engine.model.element_instance import ElementInstance, element_instances
from engine.store.instance_state import chain_from
from engine.store.question import Question

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class WithChain(Generic[T]):
    """The question for a row by its key, whose table has `element_instance_key`; `is_locked`: the row is locked, nothing else."""

    def __init__(self, table: sa.Table, entity: Callable[..., T], *, is_locked: bool = False) -> None:
        key = sa.bindparam("key", type_=sa.BigInteger)
        element = sa.select(table.c.element_instance_key).where(table.c.key == key).scalar_subquery()
        chain = chain_from(sa.select(element_instances).where(element_instances.c.key == element))
        columns = [*table.c, *(chain.c[column.name].label(f"chain_{column.name}") for column in element_instances.c)]
        query = sa.select(*columns).select_from(table.join(chain, sa.true())).where(table.c.key == key).order_by(chain.c.depth)
        self._question = Question(query.with_for_update(of=table) if is_locked else query)
        self._entity = entity
        self._names, self._chain_names = tuple(table.c.keys()), tuple(element_instances.c.keys())

    def find(self, connection: sa.Connection, key: int) -> tuple[T, list[ElementInstance]] | None:
        """Return the entity and the element instances, innermost first; None when there is no such row."""
        rows = self._question.rows(connection, key=key)
        if not rows:
            return None
        width = len(self._names)
        entity = self._entity(**dict(zip(self._names, rows[0][:width], strict=True)))
        return entity, [ElementInstance(**dict(zip(self._chain_names, row[width:], strict=True))) for row in rows]
