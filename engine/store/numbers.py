"""Running numbers without gaps: taken in the transaction that uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.number_series import number_series, reserved_numbers
from engine.model.setting import key_nodes
from engine.store.rows import dialect_insert

if TYPE_CHECKING:
    from datetime import datetime


def next_number(connection: sa.Connection, series: str) -> int:
    """Return the next number of the series, from 1; whoever asks next waits until this transaction ends."""
    return _count_up(connection, number_series, {"series": series}, "last_number")


def reserve_number(connection: sa.Connection, series: str, job_key: int, at: datetime) -> int:
    """Return the number that the job has in the series, taking the next one when it has none."""
    table = reserved_numbers
    query = sa.select(table.c.number).where(table.c.series == series, table.c.job_key == job_key)
    held: int | None = connection.execute(query).scalar_one_or_none()
    if held is not None:
        return held
    number = next_number(connection, series)
    connection.execute(sa.insert(table), [{"series": series, "job_key": job_key, "number": number, "reserved_at": at}])
    return number


def next_key_node(connection: sa.Connection) -> int:
    """Return a node number for this process' keys, different from those of the last 1023 processes."""
    return _count_up(connection, key_nodes, {"id": 1}, "last_node")


def _count_up(connection: sa.Connection, table: sa.Table, key: dict[str, object], counter: str) -> int:
    statement = dialect_insert(table, connection.dialect.name).values({**key, counter: 1})
    statement = statement.on_conflict_do_update(index_elements=list(key), set_={counter: table.c[counter] + 1})
    number: int = connection.execute(statement.returning(table.c[counter])).scalar_one()
    return number
