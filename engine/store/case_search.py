"""The search rows of cases: what has grown beyond its row, and writing rows so that nothing that somebody else found is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from engine.model.case_search import CaseSearchPart, CaseSearchRow, case_search, case_search_parts
from engine.model.columns import UtcDateTime, fixed_width
from engine.model.history_act import history_acts
from engine.model.process_instance import process_instances
from engine.store.key_list import is_among, key_list
from engine.store.question import Question
from engine.store.rows import upsert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

LISTED_AT_ONCE = 5_000
_instance, _act, _row, _part = process_instances.c, history_acts.c, case_search.c, case_search_parts.c


class Unread(NamedTuple):
    """A process instance with events that are not in the row of its case yet."""

    key: int
    root: int
    read: int
    """So many of its events are."""
    length: int


class RowBefore(NamedTuple):
    """What the row of a case was when it was read."""

    key: int
    history_length: int
    root_length: int
    grown: int
    marks: list[int]


def unread_instances(connection: sa.Connection, since: datetime | None, after: int) -> list[int]:
    """Return keys of process instances that have grown beyond what was read of them, beginning after the key `after`.

    At most LISTED_AT_ONCE, by key; only those with an event since then if given.
    """
    question, values = (_UNREAD, {}) if since is None else (_LATELY_UNREAD, {"since": fixed_width(since)})
    return [row[0] for row in question.rows(connection, after=after, most=LISTED_AT_ONCE, **values)]


def unread_of(connection: sa.Connection, keys: Collection[int]) -> list[Unread]:
    """Return what of these process instances is unread now, by key."""
    return [Unread(*row) for row in _UNREAD_OF.rows(connection, keys=key_list(connection, keys))]


def instances_of(connection: sa.Connection, roots: Collection[int]) -> list[Unread]:
    """Return all process instances of these cases as unread from their beginning, by key."""
    return [Unread(*row) for row in _INSTANCES_OF.rows(connection, roots=key_list(connection, roots))]


def rows_before(connection: sa.Connection, roots: Collection[int]) -> dict[int, RowBefore]:
    """Return the rows of these cases as far as there are any."""
    found = (RowBefore(*row) for row in _ROWS.rows(connection, roots=key_list(connection, roots)))
    return {row.key: row for row in found}


def write_rows(
    connection: sa.Connection, rows: Sequence[CaseSearchRow], parts: Sequence[CaseSearchPart], before: Mapping[int, RowBefore]
) -> set[int]:
    """Write rows, and how far called process instances are in them; return the keys of the rows that were written.

    A row that is no longer as it was `before` is left as it is: whoever changed it has read other events, which would be lost.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(19, 0)))  # SQLite has one writer anyway
    roots = [row.key for row in rows]
    now: dict[int, int] = dict(_LENGTHS.rows(connection, roots=key_list(connection, roots)))
    mine = [row for row in rows if now.get(row.key) == (before[row.key].history_length if row.key in before else None)]
    upsert(connection, case_search, mine)
    written = {row.key for row in mine}
    upsert(connection, case_search_parts, [part for part in parts if part.root_process_instance_key in written])
    return written


def forget_cases(connection: sa.Connection, roots: Sequence[int]) -> None:
    """Delete the rows of these cases, their texts with them: what is erased must not be found either."""
    connection.execute(sa.delete(case_search_parts).where(_part.root_process_instance_key.in_(roots)))
    connection.execute(sa.delete(case_search).where(_row.key.in_(roots)))


def forget_missing_cases(connection: sa.Connection) -> None:
    """Delete the rows of cases that are gone."""
    for key, table in ((_row.key, case_search), (_part.key, case_search_parts)):
        connection.execute(sa.delete(table).where(~sa.select(_instance.key).where(_instance.key == key).exists()))


_LENGTH = sa.case((_instance.key == _instance.root_process_instance_key, _row.root_length), else_=_part.history_length)
READ = sa.func.coalesce(_LENGTH, 0)
"""How many events of a process instance are in the row of its case, for a query `with_row`."""


def with_row(instances: sa.FromClause) -> sa.FromClause:
    """Join process instances with how far they were read."""
    rows = instances.outerjoin(case_search, _row.key == _instance.root_process_instance_key)
    return rows.outerjoin(case_search_parts, _part.key == _instance.key)


def _unread() -> sa.Select[Any]:
    return (
        sa.select(_instance.key, _instance.root_process_instance_key, READ.label("read"), _instance.history_length)
        .select_from(with_row(process_instances))
        .where(_instance.history_length != READ)
        .order_by(_instance.key)
    )


def _by_keys(query: sa.Select[Any]) -> sa.Select[Any]:
    return query.where(_instance.key > sa.bindparam("after", type_=sa.BigInteger)).limit(
        sa.bindparam("most", type_=sa.BigInteger)
    )


_CHANGED_LATELY = sa.select(_act.process_instance_key).where(_act.at >= sa.bindparam("since", type_=UtcDateTime))
_UNREAD = Question(_by_keys(_unread()))
_LATELY_UNREAD = Question(_by_keys(_unread().where(_instance.key.in_(_CHANGED_LATELY))))
_UNREAD_OF = Question(_unread().where(is_among(_instance.key, "keys")))
_INSTANCES_OF = Question(
    sa.select(
        _instance.key, _instance.root_process_instance_key, sa.literal_column("0").label("read"), _instance.history_length
    )
    .where(is_among(_instance.root_process_instance_key, "roots"))
    .order_by(_instance.key)
)
_ROWS = Question(
    sa.select(_row.key, _row.history_length, _row.root_length, _row.grown, _row.marks).where(is_among(_row.key, "roots"))
)
_LENGTHS = Question(sa.select(_row.key, _row.history_length).where(is_among(_row.key, "roots")))
