"""Decision requirements graphs, which are deployed DMN files: searched, and one with its file."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.decision_definition import decision_requirements
from engine.model.deployment import resources
from engine.queries.search import Column, Kind, Page, Search, SearchRequest


@dataclass(frozen=True, slots=True)
class DecisionRequirementsRow:
    """One deployed version of a DMN file."""

    decision_requirements_key: int
    decision_requirements_id: str
    decision_requirements_name: str
    version: int
    resource_name: str


_graph = decision_requirements.c

SEARCH = Search(
    DecisionRequirementsRow,
    decision_requirements,
    {
        "decision_requirements_key": Column(_graph.key, Kind.KEY),
        "decision_requirements_id": Column(_graph.decision_requirements_id),
        "decision_requirements_name": Column(_graph.name),
        "version": Column(_graph.version, Kind.INTEGER),
        "resource_name": Column(_graph.resource_name),
    },
    "decision_requirements_key",
)


def search_decision_requirements(connection: sa.Connection, request: SearchRequest) -> Page[DecisionRequirementsRow]:
    """Return one page of decision requirements graphs."""
    return SEARCH.page(connection, request)


def requirements(connection: sa.Connection, key: int) -> DecisionRequirementsRow:
    """Return one decision requirements graph; raise NotFound."""
    row = SEARCH.one(connection, key)
    if row is None:
        raise NotFound("decision requirements", key)
    return row


def requirements_xml(connection: sa.Connection, key: int) -> bytes:
    """Return the DMN file as deployed; raise NotFound."""
    joined = sa.select(resources.c.content).join(decision_requirements, _graph.resource_key == resources.c.key)
    content: bytes | None = connection.execute(joined.where(_graph.key == key)).scalar()
    if content is None:
        raise NotFound("decision requirements", key)
    return content
