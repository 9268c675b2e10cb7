"""Recording what was done to accounts, groups and units, beside the accesses: no case has a part in it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.commands import users
from engine.commands.record_access import note

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from engine.commands.command import Command, Work

ADMINISTERED = "ADMINISTERED"
TOLD: Mapping[type[Command[Any]], tuple[str, ...]] = MappingProxyType(
    {
        users.ChangeMemberships: ("user_name", "join", "leave"),
        users.CreateGroup: ("group_id", "name"),
        users.CreateUser: ("user_name", "name", "groups", "unit", "province", "position", "is_service"),
        users.DeactivateUser: ("user_name",),
        users.IssueToken: ("user_name", "name"),
        users.SaveUnits: (),
        users.SetPassword: ("user_name",),
    }
)
"""What of a command the record tells: never a secret."""


def record_administration(command: Command[Any], work: Work) -> None:
    """Record a command that changes accounts, groups or units; others are recorded where they happen."""
    names = TOLD.get(type(command))
    if names is not None:
        told = {name: getattr(command, name) for name in names}
        written = {name: value if isinstance(value, str | bool | None) else sorted(value) for name, value in told.items()}
        note(work, ADMINISTERED, None, {"command": type(command).__name__, **written})
