"""A user task: work offered to people, with who may do it and until when."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import UserTaskNotActive
from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class UserTaskState(StrEnum):
    """The states of the REST API; an assigned user task is CREATED with an assignee."""

    CREATING = "CREATING"
    """Listeners of its creation are at work."""
    CREATED = "CREATED"
    ASSIGNING = "ASSIGNING"
    """Listeners of its assignment are at work."""
    UPDATING = "UPDATING"
    """Listeners of a change of its attributes or variables are at work."""
    COMPLETING = "COMPLETING"
    """Listeners of its completion are at work."""
    COMPLETED = "COMPLETED"
    CANCELING = "CANCELING"
    """Listeners of its cancelation are at work."""
    CANCELED = "CANCELED"


_ENDED_EARLY = frozenset({UserTaskState.CANCELING, UserTaskState.CANCELED})
_HELD = frozenset({UserTaskState.ASSIGNING, UserTaskState.UPDATING, UserTaskState.COMPLETING})
USER_TASK_MOVES: dict[UserTaskState, frozenset[UserTaskState]] = {
    UserTaskState.CREATING: _ENDED_EARLY | {UserTaskState.CREATED},
    UserTaskState.CREATED: _ENDED_EARLY | _HELD | {UserTaskState.COMPLETED},
    UserTaskState.ASSIGNING: _ENDED_EARLY | {UserTaskState.CREATED},
    UserTaskState.UPDATING: _ENDED_EARLY | {UserTaskState.CREATED},
    UserTaskState.COMPLETING: _ENDED_EARLY | {UserTaskState.COMPLETED, UserTaskState.CREATED},
    UserTaskState.CANCELING: frozenset({UserTaskState.CANCELED}),
    UserTaskState.COMPLETED: frozenset(),
    UserTaskState.CANCELED: frozenset(),
}

DEFAULT_PRIORITY = 50


@dataclass(slots=True)
class UserTask:
    """One user task; `process_instance_key` owns it, `root_process_instance_key` is the case that duties are kept apart in."""

    key: int
    process_instance_key: int
    root_process_instance_key: int
    process_definition_key: int
    process_id: str
    process_version: int
    element_id: str
    element_instance_key: int
    name: str
    state: UserTaskState
    created_at: datetime
    assignee: str | None = None
    candidate_groups: list[str] = field(default_factory=list)
    candidate_users: list[str] = field(default_factory=list)
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = DEFAULT_PRIORITY
    form_key: int | None = None
    external_form_reference: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    duty: str | None = None
    """anumat:duty of the element: what kind of act this is, for the separation of duties."""
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    completed_by: str | None = None
    on_behalf_of: str | None = None
    capacity: str | None = None
    action: str | None = None

    def claim(self, by: str, at: datetime) -> None:
        """Give the user task to `by`; raise UserTaskNotActive when it is over or somebody else has it."""
        self._must_be_active("claimed")
        if self.assignee not in {None, by}:
            raise UserTaskNotActive(self.key, f"assigned to {self.assignee}", f"claimed by {by}")
        self.assignee, self.claimed_at = by, at

    def assign(self, to: str | None, at: datetime) -> None:
        """Give the user task to `to` whoever has it now, or with None back to its candidates."""
        self._must_be_active("assigned" if to else "unassigned")
        self.assignee, self.claimed_at = to, at if to else None

    def update(self, changes: UserTaskChanges) -> None:
        """Change who may do it, until when, how urgent; raise UserTaskNotActive when it is over."""
        self._must_be_active("updated")
        for name, value in changes.given.items():
            setattr(self, name, value)

    def sign(self, by: str, *, on_behalf_of: str | None, capacity: str | None, action: str | None) -> None:
        """Note who completes it; raise UserTaskNotActive when it is over or being completed."""
        self._must_be_active(UserTaskState.COMPLETED)
        self.completed_by, self.on_behalf_of, self.capacity, self.action = by, on_behalf_of, capacity, action

    def offer(self) -> None:
        """Let people act on it: listeners are done, or one of them denied what was asked."""
        self._move(UserTaskState.CREATED)
        self.completed_by = None

    def hold(self, state: UserTaskState) -> None:
        """Hold it in `state` while listeners work."""
        self._move(state)

    def wait_for_assignment(self, assignee: str | None, claimed_at: datetime | None) -> None:
        """Leave it with whoever had it until listeners have agreed to its assignment."""
        self._must_be_active("assigned")
        self.assignee, self.claimed_at = assignee, claimed_at

    def correct(self, changes: Mapping[str, object], at: datetime) -> None:
        """Set attributes that listeners agreed to or chose, whatever the state."""
        if "assignee" in changes:
            self.assignee = str(changes["assignee"]) if changes["assignee"] else None
            self.claimed_at = at if self.assignee else None
        for name, value in UserTaskChanges({name: each for name, each in changes.items() if name != "assignee"}).given.items():
            setattr(self, name, value)

    def require_active(self, target: str) -> None:
        """Raise UserTaskNotActive unless somebody may act on it."""
        self._must_be_active(target)

    def complete(self, at: datetime) -> None:
        """Finish the user task that somebody signed."""
        self._move(UserTaskState.COMPLETED)
        self.ended_at = at

    def cancel(self, at: datetime) -> None:
        """Withdraw the user task."""
        self._move(UserTaskState.CANCELED)
        self.ended_at = at

    @property
    def is_active(self) -> bool:
        """Whether somebody may still do it."""
        return self.state is UserTaskState.CREATED

    @property
    def is_held(self) -> bool:
        """Whether listeners have still to agree to what was asked for."""
        return self.state in _HELD

    def _must_be_active(self, target: str) -> None:
        if not self.is_active:
            raise UserTaskNotActive(self.key, self.state, target)

    def _move(self, target: UserTaskState) -> None:
        if target not in USER_TASK_MOVES[self.state]:
            raise UserTaskNotActive(self.key, self.state, target)
        self.state = target


CHANGEABLE = frozenset({"candidate_groups", "candidate_users", "due_at", "follow_up_at", "priority"})


@dataclass(frozen=True, slots=True)
class UserTaskChanges:
    """What an update changes: field names of `CHANGEABLE` to new values."""

    given: dict[str, object]

    def __post_init__(self) -> None:
        unknown = set(self.given) - CHANGEABLE
        if unknown:
            raise ValueError(f"A user task's {', '.join(sorted(unknown))} cannot be updated.")


user_tasks = sa.Table(
    "user_task",
    metadata,
    key_column(),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("process_definition_key", sa.BigInteger, nullable=False),
    sa.Column("process_id", sa.String(255), nullable=False),
    sa.Column("process_version", sa.Integer, nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("element_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("name", sa.String(500), nullable=False),
    sa.Column("state", Word(UserTaskState), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("assignee", sa.String(200)),
    sa.Column("candidate_groups", JsonText, nullable=False),
    sa.Column("candidate_users", JsonText, nullable=False),
    sa.Column("due_at", UtcDateTime),
    sa.Column("follow_up_at", UtcDateTime),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("form_key", sa.BigInteger),
    sa.Column("external_form_reference", sa.String(500)),
    sa.Column("headers", JsonText, nullable=False),
    sa.Column("duty", sa.String(60)),
    sa.Column("claimed_at", UtcDateTime),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("completed_by", sa.String(200)),
    sa.Column("on_behalf_of", sa.String(200)),
    sa.Column("capacity", sa.String(300)),
    sa.Column("action", sa.String(100)),
    sa.Index("ix_user_task_assignee", "assignee", "state"),
    sa.Index("ix_user_task_completed_by", "completed_by", "ended_at"),
    sa.Index(
        "ix_user_task_open",
        "root_process_instance_key",
        "key",
        postgresql_where=sa.text("state = 'CREATED'"),
        sqlite_where=sa.text("state = 'CREATED'"),
    ),
    sa.Index("ix_user_task_done", "root_process_instance_key", "completed_by"),
    sa.Index(
        "ix_user_task_done_for",
        "root_process_instance_key",
        "on_behalf_of",
        postgresql_where=sa.text("on_behalf_of IS NOT NULL"),
        sqlite_where=sa.text("on_behalf_of IS NOT NULL"),
    ),
)


class CandidateKind(StrEnum):
    """Whether a candidate is a person or a group."""

    USER = "USER"
    GROUP = "GROUP"


user_task_candidates = sa.Table(
    "user_task_candidate",
    metadata,
    sa.Column(
        "user_task_key",
        sa.BigInteger,
        sa.ForeignKey(user_tasks.c.key, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("kind", Word(CandidateKind), primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Index("ix_user_task_candidate_name", "name", "kind"),
)
"""The candidates again, for searching; the user task's own lists are what is shown."""
