"""What a person may ask for: the newest version of each process that can be started on the web."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.identity.starters import is_starter
from engine.model.process_definition import process_definitions
from engine.queries.rows import as_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class StartableRow:
    """A process that can be started on the web by those whom `starters` names."""

    process_definition_key: int
    process_id: str
    version: int
    name: str | None
    form_id: str | None
    starters: str
    properties: Mapping[str, str]


def startable_processes(connection: sa.Connection, actor: Actor, now: datetime) -> list[StartableRow]:
    """Return the newest versions of which the actor is a starter, by name."""
    definition = process_definitions.c
    statement = (
        sa.select(
            definition.key,
            definition.process_id,
            definition.version,
            definition.name,
            definition.form_id,
            definition.starters,
            definition.properties,
        )
        .where(definition.is_latest, definition.starters.is_not(None))
        .order_by(definition.name, definition.process_id)
    )
    rows = as_rows(StartableRow, connection.execute(statement))
    return [row for row in rows if is_starter(row.starters, actor, now)]
