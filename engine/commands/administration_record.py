"""Recording what was done to accounts, groups and units, beside the accesses: no case has a part in it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from engine.commands import users
from engine.commands.record_access import last_note, note
from engine.history.account_check import ADMINISTERED
from engine.model.account_row import Subject, ToldRow, row_changes
from engine.store.account_rows import account_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from engine.commands.command import Command, Work

TOLD: Mapping[type[Command[Any]], tuple[str, ...]] = MappingProxyType(
    {
        users.ChangeMemberships: ("user_name", "join", "leave"),
        users.CreateGroup: ("group_id", "name", "name_en"),
        users.CreateUser: ("user_name", "name", "groups", "unit", "province", "position", "is_service"),
        users.DeactivateUser: ("user_name",),
        users.IssueToken: ("user_name", "name"),
        users.SaveUnits: (),
        users.SetPassword: ("user_name",),
    }
)
"""What of a command the record tells as it was given: never a secret."""
ABOUT: Mapping[type[Command[Any]], Callable[[Any], Subject]] = MappingProxyType(
    {
        users.ChangeMemberships: lambda command: _of_account(command.user_name, command.join),
        users.CreateGroup: lambda command: Subject(group_ids=frozenset({command.group_id})),
        users.CreateUser: lambda command: _of_account(command.user_name, command.groups),
        users.DeactivateUser: lambda command: _of_account(command.user_name),
        users.IssueToken: lambda command: _of_account(command.user_name),
        users.SaveUnits: lambda command: Subject(unit_codes=frozenset(unit.code for unit in command.units)),
        users.SetPassword: lambda command: _of_account(command.user_name),
    }
)
"""The rows that a command may change."""


@dataclass(frozen=True, slots=True)
class Administration:
    """A command that changes accounts, groups or units, and the rows that it finds."""

    command: Command[Any]
    subject: Subject
    last: int
    """The number of the last event when the rows were read."""
    before: Mapping[str, ToldRow]

    def record(self, work: Work) -> None:
        """Record the command with what it changed; raise Contended when somebody else recorded something since it began."""
        told = {name: getattr(self.command, name) for name in TOLD[type(self.command)]}
        written = {name: value if isinstance(value, str | bool | None) else sorted(value) for name, value in told.items()}
        rows = row_changes(self.before, account_rows(work.uow.connection, self.subject))
        payload = {"command": type(self.command).__name__, **written, "rows": rows}
        # What was found before holds only if nobody came between: else two at once would tell the same change as theirs.
        note(work, ADMINISTERED, None, payload, after=self.last)


def administration(command: Command[Any], work: Work) -> Administration | None:
    """Return what is to be recorded of a command once it is done; None of those that are recorded where they happen."""
    about = ABOUT.get(type(command))
    if about is None:
        return None
    subject, last = about(command), last_note(work)
    return Administration(command, subject, last, account_rows(work.uow.connection, subject))


def _of_account(user_name: str, group_ids: Collection[str] = ()) -> Subject:
    return Subject(user_names=frozenset({user_name}), group_ids=frozenset(group_ids))
