"""All cases that a search finds, for a file that holds them: their keys alone, up to a bound that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.errors import RequestInvalid
from engine.model.case_search import case_search
from engine.queries.history_filter import narrowed

if TYPE_CHECKING:
    from engine.identity.actor import Actor
    from engine.queries.history_filter import HistoryFilter

MOST_CASES = 100_000
"""In one file: 4 MB of keys, and some minutes of writing."""


def matching_cases(connection: sa.Connection, actor: Actor, chosen: HistoryFilter, most: int = MOST_CASES) -> list[int]:
    """Return the keys of all cases that `actor` sees and that fit, by key.

    Raises RequestInvalid when they are more than `most`, and for words that are too short.
    """
    search = narrowed(connection, actor, chosen)
    fitting = sa.select(case_search.c.key).select_from(search.source).where(*search.narrowing, *search.where)
    keys = sorted(connection.execute(fitting.limit(most + 1)).scalars())
    if len(keys) > most:
        raise RequestInvalid(
            f"The search finds more than {most:,} cases, which is the most that one file holds. Narrow it, for example by the "
            "day of the start, and make several files.",
            "filter",
        )
    return keys
