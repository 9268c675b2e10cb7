"""A remark on a case, perhaps at one of its user tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark; it is never changed."""

    key: int
    root_process_instance_key: int
    process_instance_key: int
    user_task_key: int | None
    author: str
    ciphertext: bytes
    """The text, under the case's key."""
    created_at: datetime


comments = sa.Table(
    "comment",
    metadata,
    key_column(),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("user_task_key", sa.BigInteger),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("ciphertext", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)
