"""How the cases that somebody sees spread over processes, their versions and their elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.element_instance import element_instances
from engine.model.incident import IncidentState, incidents
from engine.model.process_definition import process_definitions
from engine.model.process_instance import ProcessInstanceState, process_instances
from engine.model.variable import variables
from engine.queries import process_instances as cases
from engine.queries.case_detail import ElementCounts, counted_by_element
from engine.queries.search import Column, Kind, Page, Search, SearchRequest
from engine.queries.visibility import visible_case, visible_within

if TYPE_CHECKING:
    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor
    from engine.queries.held_variables import HeldVariable


@dataclass(frozen=True, slots=True)
class ProcessStatistics:
    """How many cases of a process, in all its versions, are running."""

    process_definition_id: str
    latest_process_definition_name: str | None
    has_multiple_versions: bool
    active_instances_without_incident_count: int
    active_instances_with_incident_count: int


@dataclass(frozen=True, slots=True)
class VersionStatistics:
    """How many cases of one version of a process are running."""

    process_definition_id: str
    process_definition_key: int
    process_definition_name: str | None
    process_definition_version: int
    active_instances_with_incident_count: int
    active_instances_without_incident_count: int


@dataclass(frozen=True, slots=True)
class VariableName:
    """A name that a variable of some case has."""

    name: str


_instance, _definition, _element, _incident, _variable = (
    process_instances.c,
    process_definitions.c,
    element_instances.c,
    incidents.c,
    variables.c,
)


def process_statistics(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[ProcessStatistics]:
    """Return a page of the processes, each with its running cases that the actor sees."""
    running = _running(actor, _instance.process_id)
    latest = process_definitions.alias("latest")
    versions = (
        sa.select(_definition.process_id, (sa.func.count() > 1).label("are_several"))
        .group_by(_definition.process_id)
        .subquery()
    )
    source = latest.join(versions, versions.c.process_id == latest.c.process_id).join(
        running, running.c.place == latest.c.process_id, isouter=True
    )
    search = Search(
        ProcessStatistics,
        source,
        {
            "process_definition_id": Column(latest.c.process_id),
            "latest_process_definition_name": Column(latest.c.name),
            "has_multiple_versions": Column(versions.c.are_several, Kind.BOOLEAN),
            **_counts(running),
        },
        "process_definition_id",
    )
    return search.page(connection, request, latest.c.is_latest)


def version_statistics(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[VersionStatistics]:
    """Return a page of the versions that the request chooses, each with its running cases that the actor sees."""
    running = _running(actor, _instance.process_definition_key)
    search = Search(
        VersionStatistics,
        process_definitions.join(running, running.c.place == _definition.key, isouter=True),
        VERSION_COLUMNS | _counts(running),
        "process_definition_key",
    )
    return search.page(connection, request)


def element_statistics(
    connection: sa.Connection,
    actor: Actor,
    process_definition_key: int,
    request: SearchRequest,
    held: tuple[HeldVariable, ...] = (),
) -> list[ElementCounts]:
    """Return how often each element ran in the cases of a version that the actor sees and the request chooses, by element id."""
    chosen = cases.chosen_instances(actor, request, held, _instance.process_definition_key == process_definition_key)
    return counted_by_element(
        connection,
        _element.process_instance_key.in_(chosen),
        _element.key != _element.process_instance_key,
        visible_within(actor, _element.process_instance_key),
    )


def variable_names(
    connection: sa.Connection, actor: Actor, process_definition_key: int, request: SearchRequest
) -> Page[VariableName]:
    """Return a page of the names of variables in the cases of a version that the actor sees, by name."""
    names = (
        sa.select(_variable.name)
        .select_from(variables.join(process_instances, _variable.process_instance_key == _instance.key))
        .where(_instance.process_definition_key == process_definition_key)
        .where(visible_within(actor, _variable.process_instance_key))
        .distinct()
        .subquery("variable_name")
    )
    return Search(VariableName, names, {"name": Column(names.c.name)}, "name").page(connection, request)


def _running(actor: Actor, place: ColumnElement[Any]) -> sa.Subquery:
    """Return the numbers of active cases that the actor sees by `place`, with and without an open incident."""
    # Asked from the incidents' side: there are few of them, and of the cases there may be a million.
    is_open = _incident.state == IncidentState.ACTIVE
    troubled = sa.union(
        sa.select(_incident.process_instance_key).where(is_open), sa.select(_incident.root_process_instance_key).where(is_open)
    )
    has_incident = _instance.key.in_(troubled)
    return (
        sa.select(
            place.label("place"),
            sa.func.coalesce(sa.func.sum(sa.case((has_incident, 1), else_=0)), 0).label("troubled"),
            sa.func.count().label("active"),
        )
        .where(_instance.state == ProcessInstanceState.ACTIVE, visible_case(actor))
        .group_by(place)
        .subquery("running")
    )


def _counts(running: sa.Subquery) -> dict[str, Column]:
    troubled = sa.func.coalesce(running.c.troubled, 0)
    well = sa.func.coalesce(running.c.active, 0) - troubled
    return {
        "active_instances_with_incident_count": Column(troubled, Kind.INTEGER),
        "active_instances_without_incident_count": Column(well, Kind.INTEGER),
    }


VERSION_COLUMNS = {
    "process_definition_id": Column(_definition.process_id),
    "process_definition_key": Column(_definition.key, Kind.KEY),
    "process_definition_name": Column(_definition.name),
    "process_definition_version": Column(_definition.version, Kind.INTEGER),
}
VERSIONS: Search[Any] = Search(VersionStatistics, process_definitions, VERSION_COLUMNS, "process_definition_key")
PROCESSES: Search[Any] = Search(ProcessStatistics, process_definitions, {}, "process_definition_id")
NAMES: Search[Any] = Search(VariableName, variables, {"name": Column(_variable.name)}, "name")
"""What may be asked of each, to read a request with."""
