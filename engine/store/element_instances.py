"""Single element instances, read outside an execution."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.element_instance import ElementInstance, ElementInstanceState, element_instances
from engine.store.rows import to_entity

IS_OWED: sa.ColumnElement[bool] = sa.literal_column("element_instance.is_owed")
"""Written as the partial index says it: SQLite does not see that `is_owed = 1` means the same."""


def living_instances_of(connection: sa.Connection, process_instance_key: int, element_id: str) -> list[int]:
    """Return the keys of an element's instances that neither ended nor are being terminated, oldest first.

    Of an activity with a loop that is its body, not the children in it.
    """
    row, around = element_instances.c, element_instances.alias("around")
    query = (
        sa.select(row.key)
        .join(around, around.c.key == row.scope_key)
        .where(row.process_instance_key == process_instance_key, row.element_id == element_id, row.ended_at.is_(None))
        .where(row.state != ElementInstanceState.TERMINATING, around.c.element_id != element_id)
    )
    return list(connection.execute(query.order_by(row.key)).scalars())


def has_owed_entrances(connection: sa.Connection, process_instance_key: int, before_key: int) -> bool:
    """Return whether an element instance with a smaller key is owed the step that activates it."""
    row = element_instances.c
    entrances = (
        row.process_instance_key == process_instance_key,
        IS_OWED,
        row.state == ElementInstanceState.ACTIVATING,
        row.key < before_key,
    )
    return bool(connection.execute(sa.select(sa.exists().select_from(element_instances).where(*entrances))).scalar())


def find_element_instance(connection: sa.Connection, key: int) -> ElementInstance | None:
    """Return an element instance; read it after its process instance was locked to be sure of its state."""
    row = connection.execute(sa.select(element_instances).where(element_instances.c.key == key)).first()
    return None if row is None else to_entity(ElementInstance, row)
