"""Keeping a search under a name, and throwing it away: everybody's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.errors import RequestInvalid
from engine.model.case_search import SavedSearch
from engine.store import saved_searches as store

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_NAME = 100
MOST = 50
"""So many searches a person can keep."""


@dataclass(frozen=True, slots=True)
class SaveSearch(Command[None]):
    """Keep what was filled in (`query`: text by name of the field); an equal name is replaced."""

    name: str
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeleteSearch(Command[None]):
    """Throw a search of the actor away."""

    key: int


def save_search(command: SaveSearch, work: Work) -> None:
    """Save; raise RequestInvalid for a name that is empty or long, or when there are too many."""
    name = command.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise RequestInvalid(f"The name of a search has 1 to {LONGEST_NAME} characters.", "name")
    if store.count_saved_searches(work.uow.connection, work.actor.user_name) >= MOST:
        raise RequestInvalid(f"At most {MOST} searches are kept; delete one first.", "name")
    saved = SavedSearch(work.new_key(), work.actor.user_name, name, work.now, dict(command.query))
    store.write_saved_search(work.uow.connection, saved)


def delete_search(command: DeleteSearch, work: Work) -> None:
    """Delete; a search that is not there or somebody else's stays as it is."""
    store.delete_saved_search(work.uow.connection, work.actor.user_name, command.key)
