"""Deployed files that the engine does not run itself: searched, and one with its content."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from engine.errors import NotFound
from engine.model.deployment import resources
from engine.model.generic_resource import generic_resources, is_rpa
from engine.queries.search import Column, Kind, Page, Search, SearchRequest


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """One version of a file."""

    resource_key: int
    resource_id: str
    resource_name: str
    version: int
    version_tag: str | None
    deployment_key: int

    @property
    def is_rpa(self) -> bool:
        """Whether its content is JSON."""
        return is_rpa(self.resource_name)


_table = generic_resources.c

SEARCH = Search(
    ResourceRow,
    generic_resources,
    {
        "resource_key": Column(_table.key, Kind.KEY),
        "resource_id": Column(_table.resource_id),
        "resource_name": Column(_table.resource_name),
        "version": Column(_table.version, Kind.INTEGER),
        "version_tag": Column(_table.version_tag),
        "deployment_key": Column(_table.deployment_key, Kind.KEY),
    },
    "resource_key",
)
_IS_THERE = _table.deleted_at.is_(None)


def search_resources(connection: sa.Connection, request: SearchRequest) -> Page[ResourceRow]:
    """Return one page of resources; deleted ones are left out."""
    return SEARCH.page(connection, request, _IS_THERE)


def resource(connection: sa.Connection, key: int) -> ResourceRow:
    """Return one resource; raise NotFound, also when it was deleted."""
    row = SEARCH.one(connection, key, _IS_THERE)
    if row is None:
        raise NotFound("resource", key)
    return row


def resource_content(connection: sa.Connection, key: int) -> bytes:
    """Return the bytes of a resource as deployed; raise NotFound."""
    joined = sa.select(resources.c.content).join(generic_resources, _table.resource_key == resources.c.key)
    content: bytes | None = connection.execute(joined.where(_table.key == key, _IS_THERE)).scalar_one_or_none()
    if content is None:
        raise NotFound("resource", key)
    return content
