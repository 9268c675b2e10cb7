"""How long which kind of data is kept after a case has ended, what is held back from expiry, and what was erased."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.columns import UtcDateTime, Word, metadata

if TYPE_CHECKING:
    from datetime import datetime

ANY_PROCESS = "*"
"""Stands for the id of every process that has no policy of its own."""


class DataKind(StrEnum):
    """What a policy is about."""

    DETAILS = "details"
    """Everything personal but the files: details of events with the case's key, variables, subject, remarks, drafts, payloads."""
    DOCUMENTS = "documents"
    COMMENTS = "comments"
    DRAFTS = "drafts"
    PAYLOADS = "payloads"
    """What decisions were asked and answered, what jobs and incidents say."""
    ACCESS_LOG = "access_log"
    """Why somebody read the case."""


WITH_DETAILS = frozenset({DataKind.COMMENTS, DataKind.DRAFTS, DataKind.PAYLOADS})
"""Kinds that go with the details, at the latest."""
TYPES_OF_KIND: dict[DataKind, tuple[str, ...]] = {
    DataKind.COMMENTS: ("COMMENT_ADDED",),
    DataKind.PAYLOADS: ("DECISION_EVALUATED", "INCIDENT_RAISED"),
}
"""The types of event that repeat what the rows of a kind say, so that their details go with the rows."""


class Basis(StrEnum):
    """What an erasure rests on."""

    POLICY = "policy"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One kind of a case's data that was erased."""

    process_instance_key: int
    kind: DataKind
    at: datetime
    actor: str
    basis: Basis
    reason: str
    row_count: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """How long a kind of data of a process is kept after a case's end."""

    process_id: str
    kind: DataKind
    period: str | None
    """ISO 8601 duration; None: for ever, whatever the diagram says."""
    set_at: datetime
    set_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class LegalHold:
    """A case of which nothing expires and nothing is erased."""

    process_instance_key: int
    """The root process instance."""
    placed_at: datetime
    placed_by: str
    reason: str


erasures = sa.Table(
    "erasure",
    metadata,
    sa.Column("process_instance_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", Word(DataKind), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.String(200), nullable=False),
    sa.Column("basis", Word(Basis), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("byte_count", sa.BigInteger, nullable=False),
    sa.Index("ix_erasure_at", "at"),
)

retention_policies = sa.Table(
    "retention_policy",
    metadata,
    sa.Column("process_id", sa.String(255), primary_key=True),
    sa.Column("kind", Word(DataKind), primary_key=True),
    sa.Column("period", sa.String(40)),
    sa.Column("set_at", UtcDateTime, nullable=False),
    sa.Column("set_by", sa.String(200), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)

legal_holds = sa.Table(
    "legal_hold",
    metadata,
    sa.Column("process_instance_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("placed_at", UtcDateTime, nullable=False),
    sa.Column("placed_by", sa.String(200), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
