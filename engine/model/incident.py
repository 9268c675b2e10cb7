"""An incident: something that needs an operator before a process instance can go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import InvalidTransition
from engine.model.columns import UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


class IncidentState(StrEnum):
    """An incident waits, or was dealt with."""

    ACTIVE = "ACTIVE"
    RESOLVED = "RESOLVED"


@dataclass(slots=True)
class Incident:
    """What happened where; `error_type` is a word of the REST API (JOB_NO_RETRIES, CONDITION_ERROR, ...)."""

    key: int
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_id: str
    element_id: str
    element_instance_key: int
    error_type: str
    error_message: str
    state: IncidentState
    created_at: datetime
    job_key: int | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None

    def resolve(self, at: datetime, by: str) -> None:
        """Deal with the incident; raise InvalidTransition when it is resolved already."""
        if self.state is not IncidentState.ACTIVE:
            raise InvalidTransition("incident", self.key, self.state, IncidentState.RESOLVED)
        self.state = IncidentState.RESOLVED
        self.resolved_at = at
        self.resolved_by = by


incidents = sa.Table(
    "incident",
    metadata,
    key_column(),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("element_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("error_type", sa.String(60), nullable=False),
    sa.Column("error_message", sa.Text, nullable=False),
    sa.Column("state", Word(IncidentState), nullable=False, index=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("job_key", sa.BigInteger),
    sa.Column("resolved_at", UtcDateTime),
    sa.Column("resolved_by", sa.String(200)),
)
