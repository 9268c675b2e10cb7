"""A deployed version of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata
from engine.model.deployment import deployments, resources

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class FormDefinition:
    """What lookups need of a form; its schema is its resource."""

    key: int
    form_id: str
    version: int
    version_tag: str | None
    resource_key: int
    resource_name: str
    checksum: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool


form_definitions = sa.Table(
    "form",
    metadata,
    key_column(),
    sa.Column("form_id", sa.String(255), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("version_tag", sa.String(255)),
    sa.Column("resource_key", sa.BigInteger, sa.ForeignKey(resources.c.key), nullable=False),
    sa.Column("resource_name", sa.String(500), nullable=False),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("is_latest", sa.Boolean, nullable=False),
    sa.UniqueConstraint("form_id", "version"),
)
