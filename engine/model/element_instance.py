"""An element instance: one run of an element inside a process instance; the tokens and the scopes of the runtime."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.bpmn.process_model import ElementType
from engine.errors import InvalidTransition
from engine.model.columns import JsonText, UtcDateTime, Word, key_column, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class ElementInstanceState(StrEnum):
    """The life of an element instance; the REST API shows all states before the last two as ACTIVE."""

    ACTIVATING = "ACTIVATING"
    ACTIVE = "ACTIVE"
    COMPLETING = "COMPLETING"
    COMPLETED = "COMPLETED"
    TERMINATING = "TERMINATING"
    TERMINATED = "TERMINATED"

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to the element instance any more."""
        return self in FINAL_STATES


FINAL_STATES = frozenset({ElementInstanceState.COMPLETED, ElementInstanceState.TERMINATED})

ELEMENT_INSTANCE_MOVES: dict[ElementInstanceState, frozenset[ElementInstanceState]] = {
    ElementInstanceState.ACTIVATING: frozenset({ElementInstanceState.ACTIVE, ElementInstanceState.TERMINATING}),
    ElementInstanceState.ACTIVE: frozenset({ElementInstanceState.COMPLETING, ElementInstanceState.TERMINATING}),
    ElementInstanceState.COMPLETING: frozenset({ElementInstanceState.COMPLETED, ElementInstanceState.TERMINATING}),
    ElementInstanceState.COMPLETED: frozenset(),
    ElementInstanceState.TERMINATING: frozenset({ElementInstanceState.TERMINATED}),
    ElementInstanceState.TERMINATED: frozenset(),
}


@dataclass(slots=True, eq=False)
class ElementInstance:
    """One run of an element; the process' own scope is the element instance whose key is the process instance's key."""

    key: int
    process_instance_key: int
    element_id: str
    element_type: ElementType
    scope_key: int | None
    """The enclosing element instance; None for the process itself."""
    started_at: datetime
    state: ElementInstanceState = ElementInstanceState.ACTIVATING
    flow_id: str | None = None
    """The sequence flow by which it was reached; None for start events, boundary events, children of a multi-instance."""
    ended_at: datetime | None = None
    active_children: int = 0
    """How many of its children have not ended, tokens waiting at joining gateways included."""
    is_owed: bool = False
    """A step budget ended before this element instance's next step; a continuation takes it up."""
    incident_key: int | None = None
    """The open incident that holds it."""
    listeners_done: int = 0
    """How many listener jobs of the current state have been created; the last one may still be open."""

    loop_counter: int = 0
    """Of a child of a multi-instance or loop: its number, from 1."""
    number_of_instances: int = 0
    """Of a multi-instance body: how many children there are to be (a loop: how many there have been)."""
    spawned: int = 0
    """Of a multi-instance body: how many children were created."""
    completed: int = 0
    """Of a multi-instance body: how many children completed."""
    terminated: int = 0
    """Of a multi-instance body: how many children were terminated."""
    output: object = None
    """Of a child of a multi-instance: its output element, a JSON value; None when it has none."""

    called_process_instance_key: int | None = None
    """Of a call activity: the process instance that it called."""
    sparing_key: int | None = None
    """Of a scope that an event sub-process interrupts: the one child that goes on."""
    compensation_order: int | None = None
    """Set when it completed and can be undone, growing in the order of completion; None again once it is being undone."""
    compensates_key: int | None = None
    """The completed element instance that this one undoes."""
    conductor_key: int | None = None
    """The element instance that waits for the end of this one before it undoes the next."""
    memo: Mapping[str, object] | None = None
    """Small JSON facts of rare elements (complex gateways, parallel multiple events, ...); replaced, never changed in place."""

    @property
    def is_final(self) -> bool:
        """Whether it has ended."""
        return self.state in FINAL_STATES

    def move(self, target: ElementInstanceState) -> None:
        """Go to the next state of its life; raise InvalidTransition when that is not among its moves."""
        if target not in ELEMENT_INSTANCE_MOVES[self.state]:
            raise InvalidTransition("element instance", self.key, self.state, target)
        self.state = target
        self.listeners_done = 0

    def end(self, target: ElementInstanceState, at: datetime) -> None:
        """Reach a final state; raise InvalidTransition when that is not among its moves."""
        self.move(target)
        self.ended_at = at
        self.is_owed = False


element_instances = sa.Table(
    "element_instance",
    metadata,
    key_column(),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False),
    sa.Column("element_id", sa.String(255), nullable=False),
    sa.Column("element_type", Word(ElementType), nullable=False),
    sa.Column("scope_key", sa.BigInteger),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("state", Word(ElementInstanceState), nullable=False),
    sa.Column("flow_id", sa.String(255)),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("active_children", sa.Integer, nullable=False),
    sa.Column("is_owed", sa.Boolean, nullable=False),
    sa.Column("incident_key", sa.BigInteger),
    sa.Column("listeners_done", sa.Integer, nullable=False),
    sa.Column("loop_counter", sa.Integer, nullable=False),
    sa.Column("number_of_instances", sa.Integer, nullable=False),
    sa.Column("spawned", sa.Integer, nullable=False),
    sa.Column("completed", sa.Integer, nullable=False),
    sa.Column("terminated", sa.Integer, nullable=False),
    sa.Column("output", JsonText),
    sa.Column("called_process_instance_key", sa.BigInteger),
    sa.Column("sparing_key", sa.BigInteger),
    sa.Column("compensation_order", sa.BigInteger),
    sa.Column("compensates_key", sa.BigInteger),
    sa.Column("conductor_key", sa.BigInteger),
    sa.Column("memo", JsonText),
    sa.Index("ix_element_instance_process_instance_key", "process_instance_key"),
    sa.Index(
        "ix_element_instance_active",
        "scope_key",
        "key",
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    ),
    sa.Index("ix_element_instance_scope", "scope_key", "loop_counter"),
    sa.Index(
        "ix_element_instance_owed",
        "process_instance_key",
        "key",
        postgresql_where=sa.text("is_owed"),
        sqlite_where=sa.text("is_owed"),
    ),
    sa.Index(
        "ix_element_instance_compensable",
        "scope_key",
        "compensation_order",
        postgresql_where=sa.text("compensation_order IS NOT NULL"),
        sqlite_where=sa.text("compensation_order IS NOT NULL"),
    ),
)
