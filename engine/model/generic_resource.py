"""A deployed file that the engine does not run itself: the job workers that it is linked to get its key and read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata
from engine.model.deployment import deployments, resources

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class GenericResource:
    """One version of a file; its id is what the file says (.rpa) or its name."""

    key: int
    resource_id: str
    version: int
    version_tag: str | None
    resource_key: int
    resource_name: str
    checksum: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool
    deleted_at: datetime | None = None
    """Since when its content is gone; the row stays, so that no later version gets its number."""


def is_rpa(name: str) -> bool:
    """Tell whether a file of this name is a script of robotic process automation, whose content is JSON."""
    return PurePosixPath(name).suffix.lower() == ".rpa"


generic_resources = sa.Table(
    "generic_resource",
    metadata,
    key_column(),
    sa.Column("resource_id", sa.String(500), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("version_tag", sa.String(255)),
    sa.Column("resource_key", sa.BigInteger, sa.ForeignKey(resources.c.key), nullable=False),
    sa.Column("resource_name", sa.String(500), nullable=False),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("is_latest", sa.Boolean, nullable=False),
    sa.Column("deleted_at", UtcDateTime),
    sa.UniqueConstraint("resource_id", "version"),
)
