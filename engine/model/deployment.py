"""A deployment: the files that came together, and the bytes of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(slots=True)
class Deployment:
    """One atomic deployment."""

    key: int
    deployed_at: datetime
    deployed_by: str


@dataclass(slots=True)
class Resource:
    """One deployed file; `checksum` is the SHA-256 of its bytes in hexadecimal."""

    key: int
    deployment_key: int
    name: str
    checksum: str
    content: bytes


NOT_TOLD = frozenset({"content", "deleted_at", "deployed_at", "is_latest"})
"""Bytes are told by their checksum, times by the events, and which version is the latest by the versions."""


@dataclass(frozen=True, slots=True)
class DeployedRow:
    """A row that a deployment left: a file, or one version of what is in it."""

    table: str
    columns: Mapping[str, Any]
    definition_id: str | None = None
    """What the versions have in common; None for a file."""

    @property
    def name(self) -> str:
        """Return `table:key`."""
        return f"{self.table}:{self.columns['key']}"

    def told(self) -> dict[str, Any]:
        """Return what an event tells of the row, as JSON: numbers beyond a double's are texts, like all keys in the history."""
        columns = ((name, value) for name, value in self.columns.items() if name not in NOT_TOLD)
        return {name: str(value) if name.endswith("key") else value for name, value in columns}


deployments = sa.Table(
    "deployment",
    metadata,
    key_column(),
    sa.Column("deployed_at", UtcDateTime, nullable=False),
    sa.Column("deployed_by", sa.String(200), nullable=False),
)

resources = sa.Table(
    "resource",
    metadata,
    key_column(),
    sa.Column("deployment_key", sa.BigInteger, sa.ForeignKey(deployments.c.key), nullable=False, index=True),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("checksum", sa.String(64), nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
