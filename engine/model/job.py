"""A job: work offered to a handler or an external worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa

from engine.errors import JobNotActive
from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata


class JobState(StrEnum):
    """The states of the REST API; a locked job stays CREATED, its lock is a worker and a time."""

    CREATED = "CREATED"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    """No retries are left; an incident holds it."""
    ERROR_THROWN = "ERROR_THROWN"
    CANCELED = "CANCELED"


JOB_MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.CREATED: frozenset({JobState.COMPLETED, JobState.FAILED, JobState.ERROR_THROWN, JobState.CANCELED}),
    JobState.FAILED: frozenset({JobState.CREATED, JobState.CANCELED}),
    JobState.ERROR_THROWN: frozenset({JobState.CREATED, JobState.CANCELED}),
    JobState.COMPLETED: frozenset(),
    JobState.CANCELED: frozenset(),
}


@dataclass(slots=True)
class Job:
    """One job and its lock; it may be activated when CREATED, `retries` > 0 and `due_at` has come."""

    key: int
    type: str
    state: JobState
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_id: str
    process_version: int
    element_id: str
    element_instance_key: int
    retries: int
    created_at: datetime
    due_at: datetime
    """The lock's end, or the end of the back-off, or the time of creation: when it may be activated (again)."""
    kind: str = "BPMN_ELEMENT"
    listener_event: str = "UNSPECIFIED"
    headers: dict[str, str] = field(default_factory=dict)
    precedence: int = 0
    """The negative of the priority, so that an index can have the most urgent jobs first and among them the oldest."""
    worker: str = ""
    deadline: datetime | None = None
    error_code: str | None = None
    error_message: str | None = None
    ended_at: datetime | None = None

    def lock(self, worker: str, now: datetime, timeout_s: float) -> None:
        """Give the job to `worker` until `timeout_s` seconds from now."""
        self._must_be(JobState.CREATED, JobState.CREATED)
        self.worker = worker
        self.deadline = self.due_at = now + timedelta(seconds=timeout_s)

    def complete(self, now: datetime) -> None:
        """Finish the job."""
        self._move(JobState.COMPLETED)
        self.ended_at = now

    def fail(self, retries: int, message: str, now: datetime, retry_delay_s: float) -> None:
        """Give the job back; with no retries left it is FAILED and waits for an operator."""
        self._must_be(JobState.CREATED, JobState.FAILED)
        self.retries = max(retries, 0)
        self.error_message = message
        self.worker, self.deadline = "", None
        self.due_at = now + timedelta(seconds=retry_delay_s)
        if self.retries == 0:
            self._move(JobState.FAILED)

    def throw_error(self, code: str, message: str, now: datetime) -> None:
        """End the job with a BPMN error."""
        self._move(JobState.ERROR_THROWN)
        self.error_code, self.error_message, self.ended_at = code, message, now

    def offer_again(self, now: datetime, retries: int | None = None) -> None:
        """Make a failed job available after its incident was resolved."""
        self._move(JobState.CREATED)
        self.retries = max(retries if retries is not None else self.retries, 1)
        self.due_at, self.ended_at = now, None

    @property
    def priority(self) -> int:
        """How urgent it is: higher ones are handed out first."""
        return -self.precedence

    def prioritize(self, priority: int) -> None:
        """Say how urgent it is from now on."""
        self.precedence = -priority

    def cancel(self, now: datetime) -> None:
        """Withdraw the job."""
        self._move(JobState.CANCELED)
        self.ended_at = now

    def _move(self, target: JobState) -> None:
        if target not in JOB_MOVES[self.state]:
            raise JobNotActive(self.key, self.state, target)
        self.state = target

    def _must_be(self, current: JobState, target: JobState) -> None:
        if self.state is not current:
            raise JobNotActive(self.key, self.state, target)


jobs = sa.Table(
    "job",
    metadata,
    key_column(),
    sa.Column("type", sa.String(255), nullable=False),
    sa.Column("state", Word(JobState), nullable=False),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("process_version", sa.Integer, nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("element_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("retries", sa.Integer, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("due_at", UtcDateTime, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("listener_event", sa.String(40), nullable=False),
    sa.Column("headers", JsonText, nullable=False),
    sa.Column("precedence", sa.Integer, nullable=False, server_default="0"),
    sa.Column("worker", sa.String(255), nullable=False),
    sa.Column("deadline", UtcDateTime),
    sa.Column("error_code", sa.String(255)),
    sa.Column("error_message", sa.Text),
    sa.Column("ended_at", UtcDateTime),
    sa.Index(
        "ix_job_due",
        "type",
        "due_at",
        "key",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    ),
    sa.Index(
        "ix_job_precedence",
        "type",
        "precedence",
        "due_at",
        "key",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    ),
)
