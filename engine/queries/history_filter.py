"""What a search of all cases looks for, as conditions on their search rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from engine.errors import RequestInvalid
from engine.identity.permissions import Permission
from engine.model.case_search import case_search
from engine.model.process_instance import process_instances
from engine.model.search_terms import SHORTEST_TEXT, Mark, grams, mark, words
from engine.queries.visibility import SECRET, visible_case

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.sql.elements import ColumnElement

    from engine.identity.actor import Actor

_row = case_search.c


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
class Narrowed:
    """The conditions of a search, and how they can be asked."""

    connection: sa.Connection
    period: list[ColumnElement[bool]]
    """Those of the conditions that choose a stretch of the list."""
    where: list[ColumnElement[bool]]
    """All of them."""
    narrowing: list[ColumnElement[bool]]
    """What an index finds and `where` says more exactly."""
    sort: ColumnElement[Any]
    is_descending: bool
    source: sa.FromClause
    is_restricted: bool
    """Rights are asked case by case."""
    has_index: bool
    """Marks or text narrow the search before a row is read."""


def narrowed(connection: sa.Connection, actor: Actor, chosen: HistoryFilter) -> Narrowed:
    """Return the conditions of a search; raise RequestInvalid for words that are too short."""
    is_sqlite = connection.dialect.name == "sqlite"
    asked = words(chosen.text)
    if any(len(word) < SHORTEST_TEXT for word in asked):
        raise RequestInvalid(f"A word that is searched for has at least {SHORTEST_TEXT} characters.", "text")
    where = _marked([mark(kind, value) for kind, value in chosen.marks], is_sqlite=is_sqlite)
    pieces = [gram for word in asked for gram in grams(word)]
    where += [_row.text.contains(word, autoescape=True) for word in asked]
    period = []
    if chosen.started_from is not None:
        period.append(_row.started_at >= chosen.started_from)
    if chosen.started_before is not None:
        period.append(_row.started_at < chosen.started_before)
    sort = _row.ended_at if chosen.order is Order.ENDED else _row.started_at
    if chosen.order is Order.ENDED:
        period.append(_row.ended_at.is_not(None))
    seen = _seen(actor, has_text=bool(asked), is_sqlite=is_sqlite)
    source: sa.FromClause = case_search
    if seen:
        source = case_search.join(process_instances, process_instances.c.key == _row.key)
    return Narrowed(
        connection=connection,
        period=period,
        where=where + period + seen,
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
