"""A process definition: one deployed version of a process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import JsonText, UtcDateTime, key_column, metadata
from engine.model.deployment import deployments, resources

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class ProcessDefinition:
    """What lists and lookups need of a version; the diagram itself is its resource."""

    key: int
    process_id: str
    version: int
    version_tag: str | None
    name: str | None
    resource_key: int
    resource_name: str
    checksum: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool
    form_id: str | None
    """The start form."""
    starters: str | None
    """The text of anumat:starters: comma separated groups, or FEEL; None: not startable on the web."""
    properties: dict[str, str] = field(default_factory=dict)
    """The anumat: properties of the process element."""


process_definitions = sa.Table(
    "process_definition",
    metadata,
    key_column(),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("version_tag", sa.String(255)),
    sa.Column("name", sa.String(500)),
    sa.Column("resource_key", sa.BigInteger, sa.ForeignKey(resources.c.key), nullable=False),
    sa.Column("resource_name", sa.String(500), nullable=False),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("is_latest", sa.Boolean, nullable=False),
    sa.Column("form_id", sa.String(255)),
    sa.Column("starters", sa.Text),
    sa.Column("properties", JsonText, nullable=False),
    sa.UniqueConstraint("process_id", "version"),
)
