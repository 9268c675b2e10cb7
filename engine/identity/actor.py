"""Who issues a command: the person or program, their groups and rights, and in which capacity they act."""

from __future__ import annotations

from dataclasses import dataclass

from engine.identity.permissions import Permission

SYSTEM_NAME = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """An authenticated person, a service account, or the system itself."""

    user_name: str
    groups: frozenset[str] = frozenset()
    unit: str | None = None
    province: str | None = None
    capacity: str | None = None
    """The position held, or `รักษาการแทน ...`; None: own right."""
    on_behalf_of: str | None = None
    session_id: str | None = None
    permissions: frozenset[Permission] = frozenset()
    name: str = ""
    """As shown, with title."""
    position: str | None = None
    is_service: bool = False
    is_reauthenticated: bool = False
    """The password was given again for this very command."""
    emergency_case: int | None = None
    """The case that this one reading is of, by emergency access and on the record: to read, and nothing else."""

    def may(self, permission: Permission) -> bool:
        """Tell whether the actor holds `permission`."""
        return permission in self.permissions


SYSTEM = Actor(SYSTEM_NAME, permissions=frozenset(Permission), name="ระบบ", is_service=True)
"""Timers, jobs and continuations act as the system; nobody can sign in under its name."""
