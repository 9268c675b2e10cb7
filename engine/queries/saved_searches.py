"""The searches that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.case_search import saved_searches
from engine.queries.rows import as_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class SavedSearchRow:
    """One search: what was filled in, by the name of the field."""

    key: int
    name: str
    query: Mapping[str, str]


def saved_searches_of(connection: sa.Connection, actor: Actor) -> list[SavedSearchRow]:
    """Return the actor's searches by name."""
    own = saved_searches.c
    query = sa.select(own.key, own.name, own.query).where(own.user_name == actor.user_name).order_by(own.name)
    return as_rows(SavedSearchRow, connection.execute(query))
