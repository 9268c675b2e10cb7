"""Emergency accesses as pages and the API list them: one's own, those that wait for an answer, all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.emergency_access import EmergencyAccess, EmergencyEvent
from engine.model.identity import app_users
from engine.model.process_instance import process_instances
from engine.store.emergency_accesses import accesses_of, cases_with_accesses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.identity.actor import Actor

__all__ = ["EmergencyAccess", "EmergencyAccessRow", "EmergencyEvent", "all_accesses", "own_accesses"]
_instance = process_instances.c


@dataclass(frozen=True, slots=True)
class EmergencyAccessRow:
    """An emergency access with the names of its case and its people."""

    access: EmergencyAccess
    case_number: str | None
    process_definition_key: int
    names: dict[str, str]
    """User name to name, of whoever asked, answered and ended it."""

    def name_of(self, user_name: str | None) -> str:
        """Return a person's name."""
        return self.names.get(user_name or "", user_name or "")


def own_accesses(connection: sa.Connection, actor: Actor, since: datetime) -> list[EmergencyAccessRow]:
    """Return what the actor asked for since then, the latest first."""
    keys = cases_with_accesses(connection, since, asked_by=actor.user_name)
    return _rows(connection, [each for each in accesses_of(connection, keys) if each.requested_by == actor.user_name])


def all_accesses(connection: sa.Connection, since: datetime) -> list[EmergencyAccessRow]:
    """Return what anybody asked for since then, the latest first; no check of rights."""
    found = accesses_of(connection, cases_with_accesses(connection, since))
    return _rows(connection, [each for each in found if each.requested_at >= since])


def _rows(connection: sa.Connection, accesses: Sequence[EmergencyAccess]) -> list[EmergencyAccessRow]:
    keys = {each.process_instance_key for each in accesses}
    query = sa.select(_instance.key, _instance.business_id, _instance.process_definition_key).where(_instance.key.in_(keys))
    cases = {key: (number, definition) for key, number, definition in connection.execute(query)}
    people = {name for each in accesses for name in (each.requested_by, each.decided_by, each.ended_by) if name}
    user = app_users.c
    found = connection.execute(sa.select(user.user_name, user.name).where(user.user_name.in_(people)))
    names = {row.user_name: row.name for row in found}
    latest = sorted(accesses, key=lambda each: (each.requested_at, each.id), reverse=True)
    return [
        EmergencyAccessRow(each, *cases[each.process_instance_key], names)
        for each in latest
        if each.process_instance_key in cases
    ]
