"""Element instances: searched, and one; sub-states that only the runtime knows are shown as ACTIVE."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.element_instance import ElementInstanceState, element_instances
from engine.model.process_definition import process_definitions
from engine.model.process_instance import process_instances
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from datetime import datetime

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class ElementInstanceRow:
    """One run of an element; its name is in the process model."""

    element_instance_key: int
    element_id: str
    type: str
    state: str
    start_date: datetime
    end_date: datetime | None
    has_incident: bool
    incident_key: int | None
    process_definition_id: str
    process_definition_key: int
    process_instance_key: int
    root_process_instance_key: int


_element, _instance = element_instances.c, process_instances.c
ELEMENT_STATE = sa.case(
    (_element.state == ElementInstanceState.COMPLETED, "COMPLETED"),
    (_element.state == ElementInstanceState.TERMINATED, "TERMINATED"),
    else_="ACTIVE",
)
"""The state in the API's words."""
_type = sa.cast(_element.element_type, sa.String)
ELEMENT_TYPE = sa.case((_type == "TRANSACTION", "SUB_PROCESS"), (_type == "COMPLEX_GATEWAY", "UNKNOWN"), else_=_type)
"""The type in the API's words, which knows neither transactions nor complex gateways."""

SEARCH = Search(
    ElementInstanceRow,
    element_instances.join(process_instances, _element.process_instance_key == _instance.key).join(
        process_definitions, _instance.process_definition_key == process_definitions.c.key
    ),
    {
        "element_instance_key": Column(_element.key, Kind.KEY),
        "element_id": Column(_element.element_id),
        "type": Column(ELEMENT_TYPE),
        "state": Column(ELEMENT_STATE),
        "start_date": Column(_element.started_at, Kind.TIME),
        "end_date": Column(_element.ended_at, Kind.TIME),
        "has_incident": Column(_element.incident_key.is_not(None), Kind.BOOLEAN),
        "incident_key": Column(_element.incident_key, Kind.KEY),
        "process_definition_id": Column(_instance.process_id),
        "process_definition_key": Column(_instance.process_definition_key, Kind.KEY),
        "process_instance_key": Column(_element.process_instance_key, Kind.KEY),
        "root_process_instance_key": Column(_instance.root_process_instance_key, Kind.KEY),
        "element_instance_scope_key": Column(_element.scope_key, Kind.KEY),
    },
    "element_instance_key",
)


def search_element_instances(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[ElementInstanceRow]:
    """Return one page of the element instances of cases that the actor sees."""
    return SEARCH.page(connection, request, visible_within(actor, _element.process_instance_key))


def element_instance(connection: sa.Connection, actor: Actor, key: int) -> ElementInstanceRow:
    """Return one element instance; raise NotFound, also when the actor may not see its case."""
    row = SEARCH.one(connection, key, visible_within(actor, _element.process_instance_key))
    if row is None:
        raise NotFound("element instance", key)
    return row
