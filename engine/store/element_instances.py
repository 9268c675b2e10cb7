"""Single element instances, read outside an execution."""

from __future__ import annotations

import sqlalchemy as sa

from engine.model.element_instance import ElementInstance, element_instances
from engine.store.rows import to_entity


def find_element_instance(connection: sa.Connection, key: int) -> ElementInstance | None:
    """Return an element instance; read it after its process instance was locked to be sure of its state."""
    row = connection.execute(sa.select(element_instances).where(element_instances.c.key == key)).first()
    return None if row is None else to_entity(ElementInstance, row)
