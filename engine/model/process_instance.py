"""A process instance: one case of a deployed process definition."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import InvalidTransition
from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from datetime import datetime


class ProcessInstanceState(StrEnum):
    """The states of the REST API."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    COMPLETED = "COMPLETED"
    TERMINATED = "TERMINATED"


PROCESS_INSTANCE_MOVES: dict[ProcessInstanceState, frozenset[ProcessInstanceState]] = {
    ProcessInstanceState.ACTIVE: frozenset(
        {ProcessInstanceState.SUSPENDED, ProcessInstanceState.COMPLETED, ProcessInstanceState.TERMINATED},
    ),
    ProcessInstanceState.SUSPENDED: frozenset({ProcessInstanceState.ACTIVE, ProcessInstanceState.TERMINATED}),
    ProcessInstanceState.COMPLETED: frozenset(),
    ProcessInstanceState.TERMINATED: frozenset(),
}


@dataclass(slots=True, eq=False)
class ProcessInstance:
    """One running or finished case; its row is the lock of every command that touches the case."""

    key: int
    process_definition_key: int
    process_id: str
    version: int
    started_at: datetime
    root_process_instance_key: int
    """Its own key unless another process instance called it."""
    state: ProcessInstanceState = ProcessInstanceState.ACTIVE
    business_id: str | None = None
    parent_process_instance_key: int | None = None
    parent_element_instance_key: int | None = None
    """The call activity that waits for it."""
    ended_at: datetime | None = None
    suspended_at: datetime | None = None
    """Since when it is held; None again once it is resumed."""
    started_by: str | None = None
    history_length: int = 0
    history_head: str = ""
    wrapped_key: bytes | None = None
    """The key of what its history says about people, wrapped by the master key; None: nothing yet, or erased."""
    tags: tuple[str, ...] = ()
    subject: str | None = None
    initiator: str | None = None
    owner_unit: str | None = None
    province_code: str | None = None
    confidentiality: str | None = None
    message_correlation_key: str | None = None
    """Of an instance that a message started: no other message with this key starts one before this one ends."""

    def complete(self, at: datetime) -> None:
        """Finish as the diagram says."""
        self._move(ProcessInstanceState.COMPLETED)
        self.ended_at = at

    def terminate(self, at: datetime) -> None:
        """Finish before its time."""
        self._move(ProcessInstanceState.TERMINATED)
        self.ended_at, self.suspended_at = at, None

    def suspend(self, at: datetime) -> None:
        """Hold every step until it is resumed."""
        self._move(ProcessInstanceState.SUSPENDED)
        self.suspended_at = at

    def resume(self) -> None:
        """Let steps happen again."""
        self._move(ProcessInstanceState.ACTIVE)
        self.suspended_at = None

    def migrate(self, process_definition_key: int, process_id: str, version: int) -> None:
        """Run another version of the process from now on."""
        self.process_definition_key, self.process_id, self.version = process_definition_key, process_id, version

    @property
    def is_suspended(self) -> bool:
        """Whether an operator holds it."""
        return self.state is ProcessInstanceState.SUSPENDED

    def _move(self, target: ProcessInstanceState) -> None:
        if target not in PROCESS_INSTANCE_MOVES[self.state]:
            raise InvalidTransition("process instance", self.key, self.state, target)
        self.state = target


process_instances = sa.Table(
    "process_instance",
    metadata,
    key_column(),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("state", Word(ProcessInstanceState), nullable=False),
    sa.Column("business_id", sa.String(255)),
    sa.Column("parent_process_instance_key", sa.BigInteger, index=True),
    sa.Column("parent_element_instance_key", sa.BigInteger),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("suspended_at", UtcDateTime),
    sa.Column("started_by", sa.String(200)),
    sa.Column("history_length", sa.Integer, nullable=False),
    sa.Column("history_head", sa.String(64), nullable=False),
    sa.Column("wrapped_key", sa.LargeBinary),
    sa.Column("tags", JsonText, nullable=False),
    sa.Column("subject", sa.Text),
    sa.Column("initiator", sa.String(200)),
    sa.Column("owner_unit", sa.String(60)),
    sa.Column("province_code", sa.String(10)),
    sa.Column("confidentiality", sa.String(40)),
    sa.Column("message_correlation_key", sa.String(500)),
    sa.Index("ix_process_instance_process_id", "process_id", "state"),
    sa.Index("ix_process_instance_business_id", "business_id"),
    sa.Index("ix_process_instance_initiator", "initiator", "started_at"),
    sa.Index("ix_process_instance_definition", "process_definition_key", "state"),
)
