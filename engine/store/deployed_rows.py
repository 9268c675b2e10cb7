"""What deployments left in the database, as the record tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.deployment import DeployedRow, Resource, resources
from engine.store.definitions import DECISIONS, FORMS, PROCESSES, REQUIREMENTS, RESOURCES, Versioned
from engine.store.rows import to_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS: tuple[Versioned[Any], ...] = (FORMS, RESOURCES, REQUIREMENTS, DECISIONS, PROCESSES)


def told_rows(deployed: Iterable[object]) -> dict[str, dict[str, Any]]:
    """Return what an event tells of deployed files and versions, by the name of their row."""
    tables: dict[type[Any], sa.Table] = {Resource: resources, **{kind.entity: kind.table for kind in KINDS}}
    rows = (DeployedRow(tables[type(each)].name, to_row(tables[type(each)], each)) for each in deployed)
    return {row.name: row.told() for row in rows}


def deployed_rows(connection: sa.Connection) -> Iterator[DeployedRow]:
    """Yield every deployed file, one at a time, and every version of what they hold."""
    for key in list(connection.execute(sa.select(resources.c.key).order_by(resources.c.key)).scalars()):
        for row in connection.execute(sa.select(resources).where(resources.c.key == key)).mappings():
            yield DeployedRow(resources.name, dict(row))
    for kind in KINDS:
        for row in connection.execute(sa.select(kind.table).order_by(kind.table.c.key)).mappings():
            yield DeployedRow(kind.table.name, dict(row), row[kind.id_name])
