"""One way to bring about each command: what must be there before, the command itself, and who gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.commands import SYSTEM, Actor, BatchOperationType, Command
from engine.commands.run_continuation import RunContinuation
from engine.commands.sweep import sweep
from engine.model.continuation import Continuation, ContinuationKind, continuations
from engine.store.rows import to_entity
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from collections.abc import Callable

Covered = type[Command[Any]] | ContinuationKind | BatchOperationType
Prepared = tuple[Command[Any], Actor]
BOSS = person("somchai", "boss")
OPERATOR = person("op", "process.operator")
WHY = "the diagram sent reports past the legal officer"


@dataclass(frozen=True)
class Preparation:
    """Makes everything ready for one command, in a database that it shares with others."""

    name: str
    covers: frozenset[Covered]
    prepare: Callable[[Office], Prepared]


PREPARATIONS: dict[str, Preparation] = {}


def prepares(*covers: Covered) -> Callable[[Callable[[Office], Prepared]], Callable[[Office], Prepared]]:
    """Register what brings about a command, an owed step of a kind or an item of a batch operation."""

    def register(prepare: Callable[[Office], Prepared]) -> Callable[[Office], Prepared]:
        name = prepare.__name__
        assert name not in PREPARATIONS
        PREPARATIONS[name] = Preparation(name, frozenset(covers), prepare)
        return prepare

    return register


def owed(office: Office, kind: ContinuationKind) -> Continuation:
    """Return the step of this kind that was owed last."""
    query = sa.select(continuations).where(continuations.c.kind == kind).order_by(continuations.c.key.desc()).limit(1)
    (row,) = office.rows(query)
    return to_entity(Continuation, row)


def step_owed(office: Office, kind: ContinuationKind) -> Prepared:
    """Return the command that does the step of this kind that was owed last."""
    return RunContinuation(owed(office, kind).key), SYSTEM


def settle(office: Office) -> None:
    """Let everything happen that is owed or due."""
    while sweep(office.engine, "settling"):
        pass
