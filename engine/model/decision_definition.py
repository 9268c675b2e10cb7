"""Decision definitions and the requirements graph (one DMN file) that holds them, by version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata
from engine.model.deployment import deployments, resources

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class DecisionRequirements:
    """One deployed version of a DMN file."""

    key: int
    decision_requirements_id: str
    name: str
    namespace: str
    version: int
    resource_key: int
    resource_name: str
    checksum: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool


@dataclass(slots=True)
class DecisionDefinition:
    """One decision of a version of a DMN file."""

    key: int
    decision_id: str
    name: str
    version: int
    version_tag: str | None
    decision_requirements_key: int
    decision_requirements_id: str
    deployment_key: int
    deployed_at: datetime
    is_latest: bool


decision_requirements = sa.Table(
    "decision_requirements",
    metadata,
    key_column(),
    sa.Column("decision_requirements_id", sa.String(255), nullable=False),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("namespace", sa.String(500), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("resource_key", sa.BigInteger, sa.ForeignKey(resources.c.key), nullable=False),
    sa.Column("resource_name", sa.String(500), nullable=False),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("is_latest", sa.Boolean, nullable=False),
    sa.UniqueConstraint("decision_requirements_id", "version"),
)

decision_definitions = sa.Table(
    "decision_definition",
    metadata,
    key_column(),
    sa.Column("decision_id", sa.String(255), nullable=False),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("version_tag", sa.String(255)),
    sa.Column(
        "decision_requirements_key", sa.BigInteger, sa.ForeignKey(decision_requirements.c.key), nullable=False, index=True
    ),
    sa.Column("decision_requirements_id", sa.String(255), nullable=False),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("is_latest", sa.Boolean, nullable=False),
    sa.UniqueConstraint("decision_id", "version"),
)
