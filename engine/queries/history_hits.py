"""Finding one page of the cases that a search fits, and how many there are, in whichever way is the quickest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.sql import util as sql_util

from engine.model.case_search import case_search
from engine.model.process_instance import process_instances

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.queries.history_filter import Narrowed

SORTED_AT_MOST = 5_000
"""So many hits are counted and sorted; of more, the list's own order is walked along, which soon finds some."""
SORTED_FOR_OTHERS = 500
"""The same where rights are asked case by case."""
WALKED_AT_MOST = 20_000
"""Rows of the list's order that are walked along before all hits are sorted after all: they may lie at its other end."""
TRIED_FIRST = 2_000
"""Rows that are walked along to see whether hits are frequent: statistics do not know how often words and marks meet."""
SHORT_LIST = WALKED_AT_MOST
"""In a list that is no longer hits are counted whatever their number, which takes no longer than trying."""
SAMPLES = (4_000, 20_000)
"""Rows from which the number of hits is told, the second when the first has too few."""
TELLING = 10
"""So many hits in a sample tell the number of all within a third or so."""
BITMAP_MEMORY = "32MB"
"""What a bitmap of hits may take; in less than it needs PostgreSQL remembers pages, and reads everything on them."""
_row = case_search.c


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the list: the sort value and key of a row."""

    at: datetime
    key: int


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows of the list are wanted."""

    limit: int
    after: Cursor | None
    before: Cursor | None


@dataclass(frozen=True, slots=True)
class Hits:
    """The wanted rows (key and sort value), nearest to the place first."""

    rows: Sequence[Any]
    total: int
    is_more: bool
    """There are more than `total`."""
    is_estimated: bool
    """Nobody counted `total`."""


def hits_of(search: Narrowed, place: Place) -> Hits:
    """Return the wanted rows; count to SORTED_AT_MOST, to SORTED_FOR_OTHERS where rights are asked case by case."""
    most = SORTED_FOR_OTHERS if search.is_restricted else SORTED_AT_MOST
    if not search.has_index:
        total, rows = _count(search, most + 1), _walked(search, place, None)
    else:
        tried = _tried(search, place)
        if tried is not None:
            return tried
        total, rows = _found(search, place, most)
    return Hits(rows, min(total, most), total > most, is_estimated=False)


def _tried(search: Narrowed, place: Place) -> Hits | None:
    """Return the wanted rows if they are soon met along the list; their number is then only expected."""
    listed = _expected(search, search.period)
    if listed <= SHORT_LIST:
        return None
    rows = _walked(search, place, TRIED_FIRST)
    if len(rows) < place.limit <= len(rows) * WALKED_AT_MOST / TRIED_FIRST:
        rows = _walked(search, place, WALKED_AT_MOST)
    if len(rows) < place.limit:
        return None
    expected = 0
    if not search.is_restricted:
        expected = _expected(search, [*search.narrowing, *search.where])
        if expected <= SORTED_AT_MOST:  # statistics know what is frequent alone, and not how often it meets
            expected = _sampled(search)
    if expected < place.limit:
        return Hits(rows, place.limit - 1, is_more=True, is_estimated=False)
    return Hits(rows, expected, is_more=False, is_estimated=True)


def _found(search: Narrowed, place: Place, most: int) -> tuple[int, Sequence[Any]]:
    """Return how many hits there are, counted to one more than `most`, and the wanted rows."""
    _choose_plan(search, bitmap_only=True)
    total, rows = _sorted(search, place, most + 1)
    if total > most:
        _choose_plan(search, bitmap_only=False)
        rows = _walked(search, place, WALKED_AT_MOST)
        if len(rows) < place.limit:
            _choose_plan(search, bitmap_only=True)
            rows = _walked(search, place, None)  # nothing is counted: the first few are kept while all hits are read
    _choose_plan(search, bitmap_only=False)
    return total, rows


def _sorted(search: Narrowed, place: Place, most: int) -> tuple[int, Sequence[Any]]:
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


def _walked(search: Narrowed, place: Place, most: int | None) -> Sequence[Any]:
    """Return the wanted rows, found by walking along the list, `most` rows of it (None: to its end, or in all hits)."""
    if most is None:
        query = sa.select(_row.key, search.sort.label("at")).select_from(search.source)
        query = query.where(*search.narrowing, *search.where)
        return search.connection.execute(_page(query, search.sort, _row.key, search, place)).all()
    stretch = _page(sa.select(case_search), search.sort, _row.key, search, replace(place, limit=most))
    walked = stretch.where(search.sort.is_not(None), *search.period).subquery("walked")
    onto = sql_util.ClauseAdapter(walked)
    at, key, where = onto.traverse(search.sort), walked.c.key, [onto.traverse(each) for each in search.where]
    source: sa.FromClause = walked
    if search.is_restricted:
        source = walked.join(process_instances, process_instances.c.key == key)
    query = sa.select(key, at.label("at")).select_from(source).where(*where)
    return search.connection.execute(_page(query, at, key, search, place)).all()


def _sampled(search: Narrowed) -> int:
    """Return how many hits a sample of all rows lets expect; 0 where it has too few to tell. It is the same sample each time."""
    whole = _expected(search, [])
    for rows in SAMPLES:
        share = sa.literal(min(100.0, 100 * rows / whole), sa.Float)
        sampled = case_search.tablesample(sa.func.system(share), name="sampled", seed=sa.literal(1, sa.Integer))
        onto = sql_util.ClauseAdapter(sampled)
        fits = sa.and_(*map(onto.traverse, search.where))
        query = sa.select(sa.func.count(), sa.func.count().filter(fits)).select_from(sampled)
        seen, hits = search.connection.execute(query).one()
        if hits >= TELLING:
            return round(whole * hits / seen)
    return 0


def _expected(search: Narrowed, where: Sequence[ColumnElement[bool]]) -> int:
    """Return how many rows PostgreSQL's statistics let expect."""
    compiled = sa.select(_row.key).where(*where).compile(dialect=search.connection.dialect)
    plan = search.connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", compiled.params).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])


def _count(search: Narrowed, most: int) -> int:
    inner = sa.select(sa.literal(1)).select_from(search.source).where(*search.where).limit(most).subquery()
    return int(search.connection.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one())


def _page(query: sa.Select[Any], at: Any, key: Any, search: Narrowed, place: Place) -> sa.Select[Any]:
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
