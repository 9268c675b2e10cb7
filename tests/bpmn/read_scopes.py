"""What the second reading of chapter 13 remembers: scopes, what is at work in them, what completed in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bpmn.terms import Activity, Body, Handler, Race

Go = Callable[[], None]


class Scope:
    """A process or sub-process instance: it ends when nothing in it is at work and no token waits at a join (§13.3.4, §13.5.6)."""

    def __init__(self, body: Body, work: Work | None, then: Go) -> None:
        self.body, self.work, self.then = body, work, then
        self.at_work: list[Work] = []
        self.waiting_at_joins = self.times_ended = 0
        self.is_interrupted = self.has_ended = False
        self.done: list[Done] = []
        """What completed in it and is not undone."""
        self.completed_as = 0
        """Its place in the order of completion."""

    @property
    def around(self) -> Scope | None:
        return None if self.work is None else self.work.scope

    def life(self) -> list[int]:
        """Return what changes when this or a scope around it is ended."""
        return [self.times_ended, *(self.around.life() if self.around else ())]


class Work:
    """What is at work in a scope: a task, a race of events, a sub-process, an event sub-process, or a number of these."""

    def __init__(self, scope: Scope, activity: Activity | Race | Handler, then: Go, gone: Go) -> None:
        self.scope, self.activity, self.then, self.gone = scope, activity, then, gone
        self.inner: list[Scope] = []
        self.open: list[int] = []
        """The tasks to do, by the order in which they became it."""
        self.completed = 0
        self.is_left = False
        """It is a transaction that was canceled."""
        scope.at_work.append(self)

    @property
    def is_at_work(self) -> bool:
        return self in self.scope.at_work


@dataclass(eq=False)
class Done:
    """An activity that completed: when, in which scope, and as which instances of what is inside it."""

    order: int
    scope: Scope
    runs_in: Scope
    """Where its handler runs."""
    activity: Activity | Handler
    instances: list[Scope]
    is_claimed: bool = False
    """Somebody will undo it."""
    is_begun: bool = False
    """Somebody is undoing it; when that is interrupted it stays half undone."""
