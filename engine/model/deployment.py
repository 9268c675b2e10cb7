"""A deployment: the files that came together, and the bytes of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
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
