"""Process definitions: searched, and one with its diagram or start form."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.deployment import resources
from engine.model.form import form_definitions
from engine.model.process_definition import process_definitions
from engine.queries.forms import FormRow, form_of
from engine.queries.search import Column, Kind, Page, Search, SearchRequest, constant


@dataclass(frozen=True, slots=True)
class ProcessDefinitionRow:
    """One deployed version of a process."""

    process_definition_key: int
    process_definition_id: str
    name: str | None
    resource_name: str
    version: int
    version_tag: str | None
    has_start_form: bool
    is_latest_version: bool


_definition = process_definitions.c

SEARCH = Search(
    ProcessDefinitionRow,
    process_definitions,
    {
        "process_definition_key": Column(_definition.key, Kind.KEY),
        "process_definition_id": Column(_definition.process_id),
        "name": Column(_definition.name),
        "resource_name": Column(_definition.resource_name),
        "version": Column(_definition.version, Kind.INTEGER),
        "version_tag": Column(_definition.version_tag),
        "has_start_form": Column(_definition.form_id.is_not(None), Kind.BOOLEAN),
        "is_latest_version": Column(_definition.is_latest, Kind.BOOLEAN),
        "state": constant("ACTIVE"),
    },
    "process_definition_key",
)


def search_process_definitions(connection: sa.Connection, request: SearchRequest) -> Page[ProcessDefinitionRow]:
    """Return one page of process definitions."""
    return SEARCH.page(connection, request)


def process_definition(connection: sa.Connection, key: int) -> ProcessDefinitionRow:
    """Return one process definition; raise NotFound."""
    row = SEARCH.one(connection, key)
    if row is None:
        raise NotFound("process definition", key)
    return row


def process_versions(connection: sa.Connection) -> dict[str, list[tuple[int, int]]]:
    """Return version and key of every deployed version by process id, the newest first."""
    rows = connection.execute(
        sa.select(_definition.process_id, _definition.version, _definition.key).order_by(
            _definition.process_id, _definition.version.desc()
        )
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for process_id, version, key in rows:
        found.setdefault(process_id, []).append((version, key))
    return found


def process_definition_xml(connection: sa.Connection, key: int) -> bytes:
    """Return the BPMN file that holds the definition, as deployed; raise NotFound."""
    joined = sa.select(resources.c.content).join(process_definitions, _definition.resource_key == resources.c.key)
    content: bytes | None = connection.execute(joined.where(_definition.key == key)).scalar()
    if content is None:
        raise NotFound("process definition", key)
    return content


def start_form(connection: sa.Connection, key: int) -> FormRow | None:
    """Return the newest version of the definition's start form, None when it has none; raise NotFound."""
    found = connection.execute(sa.select(_definition.form_id).where(_definition.key == key)).first()
    if found is None:
        raise NotFound("process definition", key)
    return None if found.form_id is None else form_of(connection, form_definitions.c.form_id == found.form_id)
