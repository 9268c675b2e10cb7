"""Searching all cases that somebody may see: by marks and text through the case's search row, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from engine.errors import RequestInvalid
from engine.identity.permissions import Permission
from engine.model.case_search import case_search
from engine.model.process_instance import process_instances
from engine.model.search_terms import SHORTEST_TEXT, Mark, grams, mark, words
from engine.queries.case_detail import CaseRow, case_rows_of
from engine.queries.visibility import SECRET, visible_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor

SORTED_AT_MOST = 20_000
"""So many hits are sorted; of more, those are looked for in the order of the list, which then finds some soon."""


class Order(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ENDED = "ended"
    """Finished cases only, the one that ended last first."""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What is looked for; all of it has to hold."""

    marks: tuple[tuple[Mark, str], ...] = ()
    text: str = ""
    """Words that number, subject, comments and facts must contain together, of three characters at least."""
    started_from: datetime | None = None
    started_before: datetime | None = None
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: the sort value and key of a row."""

    at: datetime
    key: int


@dataclass(frozen=True, slots=True)
class FoundCases:
    """A page of cases."""

    cases: list[CaseRow]
    total: int
    is_more: bool
    """There are more than `total`."""
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class _Search:
    connection: sa.Connection
    where: list[ColumnElement[bool]]
    sort: ColumnElement[Any]
    is_descending: bool
    source: sa.FromClause = field(default=case_search)


_row = case_search.c


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

    Counts to SORTED_AT_MOST. Two or three statements.
    """
    search = _search(connection, actor, chosen)
    _choose_plan(connection, "enable_seqscan")
    total = _count(search)
    if total > SORTED_AT_MOST:
        _choose_plan(connection, "enable_bitmapscan")
    rows = _page(search, limit + 1, after, before)
    _choose_plan(connection, None)
    is_backwards = before is not None
    has_more, rows = len(rows) > limit, rows[:limit]
    if is_backwards:
        rows = rows[::-1]
    found = case_rows_of(connection, [row.key for row in rows])
    first, last = (Cursor(rows[0].at, rows[0].key), Cursor(rows[-1].at, rows[-1].key)) if rows else (None, None)
    return FoundCases(
        cases=[found[row.key] for row in rows if row.key in found],
        total=min(total, SORTED_AT_MOST),
        is_more=total > SORTED_AT_MOST,
        previous=first if after is not None or (is_backwards and has_more) else None,
        next=last if is_backwards or has_more else None,
    )


def _search(connection: sa.Connection, actor: Actor, chosen: HistoryFilter) -> _Search:
    is_sqlite = connection.dialect.name == "sqlite"
    asked = words(chosen.text)
    if any(len(word) < SHORTEST_TEXT for word in asked):
        raise RequestInvalid(f"A word that is searched for has at least {SHORTEST_TEXT} characters.", "text")
    where = _marked([mark(kind, value) for kind, value in chosen.marks], is_sqlite=is_sqlite)
    if asked and not is_sqlite:
        where.append(_row.grams.op("@>")(_array([gram for word in asked for gram in grams(word)], sa.Integer)))
    where += [_row.text.contains(word, autoescape=True) for word in asked]
    if chosen.started_from is not None:
        where.append(_row.started_at >= chosen.started_from)
    if chosen.started_before is not None:
        where.append(_row.started_at < chosen.started_before)
    sort = _row.ended_at if chosen.order is Order.ENDED else _row.started_at
    if chosen.order is Order.ENDED:
        where.append(_row.ended_at.is_not(None))
    seen = _seen(actor, has_text=bool(asked), is_sqlite=is_sqlite)
    source: sa.FromClause = case_search
    if seen:
        source = case_search.join(process_instances, process_instances.c.key == _row.key)
    return _Search(connection, where + seen, sort, chosen.order is not Order.OLDEST, source)


def _seen(actor: Actor, *, has_text: bool, is_sqlite: bool) -> list[ColumnElement[bool]]:
    """Return the conditions of what the actor may see: none for whoever sees everything.

    What somebody may see by unit, province or team bears a mark of it, which narrows the search before rights are asked.
    """
    if actor.may(Permission.READ_ALL_CASES) and actor.may(Permission.READ_SECRET_CASES):
        return []
    conditions = [visible_case(actor)]
    if has_text:
        # Whoever started a secret case sees how it stands, and may not guess what its team wrote by searching for it.
        secret = sa.func.coalesce(process_instances.c.confidentiality, "") == SECRET
        conditions.append(sa.not_(sa.and_(secret, process_instances.c.initiator == actor.user_name)))
    if not actor.may(Permission.READ_ALL_CASES) and not is_sqlite:
        own = [mark(Mark.PERSON, actor.user_name), *(mark(Mark.GROUP, group) for group in sorted(actor.groups))]
        own += [mark(Mark.UNIT, actor.unit)] if actor.unit else []
        own += [mark(Mark.PROVINCE, actor.province)] if actor.province else []
        conditions.insert(0, _row.marks.op("&&")(_array(own, sa.BigInteger)))
    return conditions


def _marked(marks: Sequence[int], *, is_sqlite: bool) -> list[ColumnElement[bool]]:
    if is_sqlite:
        return [sa.cast(_row.marks, sa.Text).contains(f" {each} ") for each in marks]
    return [_row.marks.op("@>")(_array(marks, sa.BigInteger))] if marks else []


def _array(numbers: Sequence[int], number: type[sa.Integer]) -> ColumnElement[Any]:
    return sa.cast(postgresql.array(sorted(set(numbers)), type_=number()), postgresql.ARRAY(number()))


def _count(search: _Search) -> int:
    inner = sa.select(sa.literal(1)).select_from(search.source).where(*search.where).limit(SORTED_AT_MOST + 1).subquery()
    return int(search.connection.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one())


def _page(search: _Search, limit: int, after: Cursor | None, before: Cursor | None) -> Sequence[Any]:
    is_down = search.is_descending != (before is not None)
    query = sa.select(_row.key, search.sort.label("at")).select_from(search.source).where(*search.where)
    cursor = before or after
    if cursor is not None:
        place, own = sa.tuple_(search.sort, _row.key), sa.tuple_(sa.bindparam("at", cursor.at, search.sort.type), cursor.key)
        query = query.where(place < own if is_down else place > own)
    order = (search.sort.desc(), _row.key.desc()) if is_down else (search.sort.asc(), _row.key.asc())
    return search.connection.execute(query.order_by(*order).limit(limit)).all()


def _choose_plan(connection: sa.Connection, avoided: str | None) -> None:
    """Keep PostgreSQL's planner from a plan that its guess at how often marks occur together may make look cheap.

    Few hits are found by their marks and sorted, many in the order of the list; reading the whole table is never better.
    """
    if connection.dialect.name == "sqlite":
        return
    for name in ("enable_seqscan", "enable_bitmapscan"):
        is_on = "off" if name == avoided else "on"
        connection.exec_driver_sql(f"SET LOCAL {name} = {is_on}")
