"""Forms: one deployed version with its schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.deployment import resources
from engine.model.form import form_definitions

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement


@dataclass(frozen=True, slots=True)
class FormRow:
    """A form; `schema` is its form-js JSON text."""

    form_key: int
    form_id: str
    version: int
    schema: str


def form(connection: sa.Connection, key: int) -> FormRow:
    """Return the form with this key; raise NotFound."""
    row = form_of(connection, form_definitions.c.key == key)
    if row is None:
        raise NotFound("form", key)
    return row


def latest_form(connection: sa.Connection, form_id: str) -> FormRow | None:
    """Return the newest version of the form with this id."""
    return form_of(connection, form_definitions.c.form_id == form_id)


def form_of(connection: sa.Connection, condition: ColumnElement[bool]) -> FormRow | None:
    """Return the newest form that meets a condition on the table of forms."""
    table = form_definitions.c
    statement = (
        sa.select(table.key, table.form_id, table.version, resources.c.content)
        .join(resources, table.resource_key == resources.c.key)
        .where(condition)
        .order_by(table.version.desc())
        .limit(1)
    )
    found = connection.execute(statement).first()
    return None if found is None else FormRow(found.key, found.form_id, found.version, found.content.decode())
