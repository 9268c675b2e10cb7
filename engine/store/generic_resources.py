"""Generic resources: taking a version away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.deployment import resources
from engine.model.generic_resource import GenericResource, generic_resources

if TYPE_CHECKING:
    from datetime import datetime

_table = generic_resources.c


def delete(connection: sa.Connection, resource: GenericResource, at: datetime) -> None:
    """Empty a version's content and let the newest that is left be the latest; the caller holds the lock of deployments."""
    connection.execute(generic_resources.update().where(_table.key == resource.key).values(deleted_at=at, is_latest=False))
    connection.execute(resources.update().where(resources.c.key == resource.resource_key).values(content=b""))
    if resource.is_latest:
        is_left = sa.and_(_table.resource_id == resource.resource_id, _table.deleted_at.is_(None))
        newest = sa.select(sa.func.max(_table.version)).where(is_left).scalar_subquery()
        connection.execute(generic_resources.update().where(is_left, _table.version == newest).values(is_latest=True))
