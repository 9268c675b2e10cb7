"""Open incidents by what they say and by the version of the process in which they happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.incident import IncidentState, incidents
from engine.model.process_definition import process_definitions
from engine.queries.listed import HOLDS
from engine.queries.search import Column, Kind, Operator, Page, Search, SearchRequest
from engine.queries.visibility import visible_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.identity.actor import Actor

MESSAGES_AT_MOST = 10_000
"""Different messages that are looked through for one with a certain hash."""


@dataclass(frozen=True, slots=True)
class ErrorStatistics:
    """How many cases are held by incidents that say the same."""

    error_message: str
    active_instances_with_error_count: int

    @property
    def error_hash_code(self) -> int:
        """The number by which the API names the message."""
        return hash_code(self.error_message)


@dataclass(frozen=True, slots=True)
class DefinitionStatistics:
    """How many cases of a version are held by incidents that say the same."""

    process_definition_key: int
    process_definition_id: str
    process_definition_name: str
    process_definition_version: int
    active_instances_with_error_count: int


_incident, _definition = incidents.c, process_definitions.c
_held_cases = sa.func.count(sa.distinct(_incident.process_instance_key))


def hash_code(text: str) -> int:
    """Return the hash of a text as Java's strings have it: client libraries take it from us and give it back."""
    data = text.encode("utf-16-le", "surrogatepass")
    value = 0
    for start in range(0, len(data), 2):
        value = (31 * value + int.from_bytes(data[start : start + 2], "little")) & 0xFFFFFFFF
    return value - 2**32 if value >= 2**31 else value


def messages_that(connection: sa.Connection, actor: Actor, asked: Sequence[tuple[Operator, Any]]) -> list[str]:
    """Return what open incidents of cases that the actor sees say, as far as its hash stands all these comparisons."""
    query = sa.select(_incident.error_message).where(*_open(actor)).distinct().limit(MESSAGES_AT_MOST)
    found = connection.execute(query).scalars()
    return [said for said in found if all(HOLDS[comparison](hash_code(said), operand) for comparison, operand in asked)]


def error_statistics(connection: sa.Connection, actor: Actor, request: SearchRequest) -> Page[ErrorStatistics]:
    """Return a page of the messages of open incidents, each with the number of cases that the actor sees."""
    counted = (
        sa.select(_incident.error_message, _held_cases.label("held"))
        .where(*_open(actor))
        .group_by(_incident.error_message)
        .subquery("by_error")
    )
    columns = {
        "error_message": Column(counted.c.error_message),
        "active_instances_with_error_count": Column(counted.c.held, Kind.INTEGER),
    }
    return Search(ErrorStatistics, counted, columns, "error_message").page(connection, request)


def definition_statistics(
    connection: sa.Connection, actor: Actor, code: int, request: SearchRequest
) -> Page[DefinitionStatistics]:
    """Return a page of the versions with open incidents whose message has this hash, each with its cases that the actor sees."""
    said = _incident.error_message.in_(messages_that(connection, actor, [(Operator.EQ, code)]))
    counted = (
        sa.select(_incident.process_definition_key.label("key"), _held_cases.label("held"))
        .where(said, *_open(actor))
        .group_by(_incident.process_definition_key)
        .subquery("by_definition")
    )
    columns = {
        "process_definition_key": Column(_definition.key, Kind.KEY),
        "process_definition_id": Column(_definition.process_id),
        "process_definition_name": Column(sa.func.coalesce(_definition.name, _definition.process_id)),
        "process_definition_version": Column(_definition.version, Kind.INTEGER),
        "active_instances_with_error_count": Column(counted.c.held, Kind.INTEGER),
    }
    source = process_definitions.join(counted, counted.c.key == _definition.key)
    return Search(DefinitionStatistics, source, columns, "process_definition_key").page(connection, request)


def _open(actor: Actor) -> tuple[Any, ...]:
    return _incident.state == IncidentState.ACTIVE, visible_within(actor, _incident.process_instance_key)
