"""What every command has in common: a frozen dataclass that says what is wanted, and the work in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import feel
from engine.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from engine.commands.resources import DeployedResources
    from engine.identity import Actor, Permission
    from engine.model.case_key import CaseKeys
    from engine.store.unit_of_work import UnitOfWork

R = TypeVar("R")


class Command(Generic[R]):
    """Base of all commands; R is what executing it returns."""

    __slots__ = ()


@dataclass(slots=True)
class Work:
    """The transaction of one command with what it needs to know: who wants it, the time, new keys, deployed resources."""

    uow: UnitOfWork
    actor: Actor
    now: datetime
    new_key: Callable[[], int]
    resources: DeployedResources
    zone: str
    feel_limits: feel.Limits
    case_keys: CaseKeys
    touched_instance: int | None = None
    """The process instance that the command turned out to be about: a refusal is recorded in its history."""
    touched_element: str | None = None
    emergency_hours: int = 4
    """How long emergency access lasts."""

    def evaluation(self) -> feel.Evaluation:
        """Return a FEEL evaluation at this command's time, within the engine's limits."""
        return feel.Evaluation(now=lambda: self.now, limits=self.feel_limits, zone=self.zone)

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless the actor holds `permission`."""
        if not self.actor.may(permission):
            raise NotAllowed(f"This needs the permission {permission}.", fields={"permission": permission.value})
