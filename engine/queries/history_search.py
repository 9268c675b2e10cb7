"""Searching all cases that somebody may see: by marks and text through the case's search row, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import util as sql_util

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

SORTED_AT_MOST = 5_000
"""So many hits are counted and sorted; of more, the list's own order is walked along, which soon finds some."""
SORTED_FOR_OTHERS = 500  # the same where rights are asked case by case
WALKED_AT_MOST = 20_000
"""Rows of the list's order that are walked along before all hits are sorted after all: they may lie at its other end."""
BITMAP_MEMORY = "32MB"
"""What a bitmap of hits may take; in less than it needs PostgreSQL remembers pages, and reads everything on them."""
NOT_COUNTED_FROM = SORTED_AT_MOST  # where statistics expect so many hits, none is counted, and their number is told


class Order(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    ENDED = "ended"  # finished cases only, the one that ended last first


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
    is_estimated: bool
    """`total` is what the database expects, to two digits; nobody counted."""
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The conditions of a search, and how they can be asked."""

    connection: sa.Connection
    where: list[ColumnElement[bool]]
    narrowing: list[ColumnElement[bool]]
    """What an index finds and `where` says more exactly."""
    sort: ColumnElement[Any]
    is_descending: bool
    source: sa.FromClause
    is_restricted: bool
    """Rights are asked case by case."""
    has_index: bool
    """Marks or text narrow the search before a row is read."""

    @property
    def most(self) -> int:
        """How many hits are counted and sorted."""
        return SORTED_FOR_OTHERS if self.is_restricted else SORTED_AT_MOST


@dataclass(frozen=True, slots=True)
class _Place:
    """Which rows of the list are wanted."""

    limit: int
    after: Cursor | None
    before: Cursor | None


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

    Counts to SORTED_AT_MOST, with rights that are asked case by case to SORTED_FOR_OTHERS.
    """
    search = narrowed(connection, actor, chosen)
    place = _Place(limit + 1, after, before)
    expected = _expected(search)
    rows = _walked(search, place, WALKED_AT_MOST) if expected >= NOT_COUNTED_FROM else []
    is_estimated = len(rows) == place.limit
    total = expected
    if not is_estimated:
        total, rows = _found(search, place)
    is_backwards = before is not None
    has_more, rows = len(rows) > limit, rows[:limit]
    if is_backwards:
        rows = rows[::-1]
    found = case_rows_of(connection, [row.key for row in rows])
    first, last = (Cursor(rows[0].at, rows[0].key), Cursor(rows[-1].at, rows[-1].key)) if rows else (None, None)
    return FoundCases(
        cases=[found[row.key] for row in rows if row.key in found],
        total=_two_digits(total) if is_estimated else min(total, search.most),
        is_more=not is_estimated and total > search.most,
        is_estimated=is_estimated,
        previous=first if after is not None or (is_backwards and has_more) else None,
        next=last if is_backwards or has_more else None,
    )


def _two_digits(count: int) -> int:
    scale: int = 10 ** max(len(str(count)) - 2, 0)
    return round(count / scale) * scale


def narrowed(connection: sa.Connection, actor: Actor, chosen: HistoryFilter) -> Narrowed:
    """Return the conditions of a search; raise RequestInvalid for words that are too short."""
    is_sqlite = connection.dialect.name == "sqlite"
    asked = words(chosen.text)
    if any(len(word) < SHORTEST_TEXT for word in asked):
        raise RequestInvalid(f"A word that is searched for has at least {SHORTEST_TEXT} characters.", "text")
    where = _marked([mark(kind, value) for kind, value in chosen.marks], is_sqlite=is_sqlite)
    pieces = [gram for word in asked for gram in grams(word)]
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
    return Narrowed(
        connection=connection,
        where=where + seen,
        narrowing=[_row.grams.op("@>")(_array(pieces, sa.Integer))] if pieces and not is_sqlite else [],
        sort=sort,
        is_descending=chosen.order is not Order.OLDEST,
        source=source,
        is_restricted=bool(seen),
        has_index=not is_sqlite and bool(chosen.marks or asked or not actor.may(Permission.READ_ALL_CASES)),
    )


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


def _found(search: Narrowed, place: _Place) -> tuple[int, Sequence[Any]]:
    """Return how many hits there are, counted to one more than `search.most`, and the wanted rows."""
    if not search.has_index:
        return _count(search), _walked(search, place, None)
    _choose_plan(search, bitmap_only=True)
    total, rows = _sorted(search, place, search.most + 1)
    if total > search.most:
        _choose_plan(search, bitmap_only=False)
        rows = _walked(search, place, WALKED_AT_MOST)
        if len(rows) < place.limit:
            _choose_plan(search, bitmap_only=True)
            _, rows = _sorted(search, place, None)
    _choose_plan(search, bitmap_only=False)
    return total, rows


def _sorted(search: Narrowed, place: _Place, most: int | None) -> tuple[int, Sequence[Any]]:
    """Return the number of hits, looked for in any order and no further than `most`, and the wanted ones of them."""
    where = (*search.narrowing, *search.where)
    hits = sa.select(_row.key, search.sort.label("at")).select_from(search.source).where(*where).limit(most)
    found = hits.cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    total = search.connection.execute(sa.select(sa.func.count()).select_from(found)) if place.after or place.before else None
    counted = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    rows = search.connection.execute(
        _page(sa.select(found.c.key, found.c.at, counted), found.c.at, found.c.key, search, place)
    ).all()
    if total is not None:
        return int(total.scalar_one()), rows
    return (rows[0][2] if rows else 0), rows


def _walked(search: Narrowed, place: _Place, most: int | None) -> Sequence[Any]:
    """Return the wanted rows, found by walking along the list, `most` rows of it (None: to its end)."""
    if most is None:
        query = sa.select(_row.key, search.sort.label("at")).select_from(search.source).where(*search.where)
        return search.connection.execute(_page(query, search.sort, _row.key, search, place)).all()
    stretch = _page(sa.select(case_search), search.sort, _row.key, search, replace(place, limit=most))
    walked = stretch.where(search.sort.is_not(None)).subquery("walked")
    onto = sql_util.ClauseAdapter(walked)
    at, key, where = onto.traverse(search.sort), walked.c.key, [onto.traverse(each) for each in search.where]
    source: sa.FromClause = walked
    if search.is_restricted:
        source = walked.join(process_instances, process_instances.c.key == key)
    query = sa.select(key, at.label("at")).select_from(source).where(*where)
    return search.connection.execute(_page(query, at, key, search, place)).all()


def _expected(search: Narrowed) -> int:
    """Return how many hits the database's statistics let expect; 0 where that is not asked."""
    if search.is_restricted or not search.has_index:
        return 0
    query = sa.select(_row.key).where(*search.narrowing, *search.where)
    compiled = query.compile(dialect=search.connection.dialect)
    plan = search.connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.params).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])


def _count(search: Narrowed) -> int:
    inner = sa.select(sa.literal(1)).select_from(search.source).where(*search.where).limit(search.most + 1).subquery()
    return int(search.connection.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one())


def _page(query: sa.Select[Any], at: Any, key: Any, search: Narrowed, place: _Place) -> sa.Select[Any]:
    is_down = search.is_descending != (place.before is not None)
    cursor = place.before or place.after
    if cursor is not None:
        here, own = sa.tuple_(at, key), sa.tuple_(sa.bindparam("at", cursor.at, search.sort.type), cursor.key)
        query = query.where(here < own if is_down else here > own)
    order = (at.desc(), key.desc()) if is_down else (at.asc(), key.asc())
    return query.order_by(*order).limit(place.limit)


def _choose_plan(search: Narrowed, *, bitmap_only: bool) -> None:
    """Keep PostgreSQL's planner from a plan that its guess at how often marks occur together may make look cheap.

    Hits are found by their marks: reading the whole table, or all of it in the order of the list, is never better.
    """
    switch = "off" if bitmap_only else "on"
    search.connection.exec_driver_sql(f"SET LOCAL work_mem = '{BITMAP_MEMORY}'")
    search.connection.exec_driver_sql(f"SET LOCAL enable_seqscan = {switch}")
    if not search.is_restricted:  # rights are looked up by key
        search.connection.exec_driver_sql(f"SET LOCAL enable_indexscan = {switch}")
