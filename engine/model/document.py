"""A stored file of a case; equal contents are stored once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class Document:
    """What is known of a file; `sha256` (hexadecimal) names its content."""

    key: int
    document_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    created_at: datetime
    created_by: str
    process_instance_key: int | None = None
    root_process_instance_key: int | None = None
    is_generated: bool = False
    """Made by a job, not uploaded."""


documents = sa.Table(
    "document",
    metadata,
    key_column(),
    sa.Column("document_id", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("content_type", sa.String(200), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("created_by", sa.String(200), nullable=False),
    sa.Column("process_instance_key", sa.BigInteger),
    sa.Column("root_process_instance_key", sa.BigInteger, index=True),
    sa.Column("is_generated", sa.Boolean, nullable=False),
)

document_contents = sa.Table(
    "document_content",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
