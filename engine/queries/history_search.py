"""Searching all cases that somebody may see: by marks and text through the case's search row, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.queries.case_detail import CaseRow, case_rows_of
from engine.queries.history_filter import HistoryFilter, narrowed
from engine.queries.history_hits import Cursor, Place, hits_of

if TYPE_CHECKING:
    import sqlalchemy as sa

    from engine.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class FoundCases:
    """A page of cases."""

    cases: list[CaseRow]
    total: int
    is_more: bool
    """There are more than `total`."""
    is_estimated: bool
    """`total` is what is expected, to two digits; nobody counted."""
    previous: Cursor | None
    next: Cursor | None


def search_history(
    connection: sa.Connection,
    actor: Actor,
    chosen: HistoryFilter,
    *,
    limit: int = 25,
    after: Cursor | None = None,
    before: Cursor | None = None,
) -> FoundCases:
    """Return a page of the cases that `actor` sees and that fit; raise RequestInvalid for words that are too short.

    Counts to some thousands, with rights that are asked case by case to some hundreds.
    """
    hits = hits_of(narrowed(connection, actor, chosen), Place(limit + 1, after, before))
    is_backwards = before is not None
    has_more, rows = len(hits.rows) > limit, hits.rows[:limit]
    if is_backwards:
        rows = rows[::-1]
    found = case_rows_of(connection, [row.key for row in rows])
    first, last = (Cursor(rows[0].at, rows[0].key), Cursor(rows[-1].at, rows[-1].key)) if rows else (None, None)
    return FoundCases(
        cases=[found[row.key] for row in rows if row.key in found],
        total=_two_digits(hits.total) if hits.is_estimated else hits.total,
        is_more=hits.is_more,
        is_estimated=hits.is_estimated,
        previous=first if after is not None or (is_backwards and has_more) else None,
        next=last if is_backwards or has_more else None,
    )


def _two_digits(count: int) -> int:
    scale: int = 10 ** max(len(str(count)) - 2, 0)
    return round(count / scale) * scale
