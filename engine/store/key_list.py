"""A list of keys as one value of a statement, so that a statement asked for any number of them has a fixed text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.sql.compiler import SQLCompiler


class _Keys(sa.ColumnElement[int]):
    """The numbers in a named value that `key_list` made."""

    inherit_cache = False
    type = sa.BigInteger()

    def __init__(self, name: str) -> None:
        self.value: sa.BindParameter[str] = sa.bindparam(name, type_=sa.Text)


def is_among(column: sa.ColumnElement[Any], name: str) -> sa.ColumnElement[bool]:
    """Return the condition that a whole number is in the list that the statement is given as `name`."""
    return column.op("IN", is_comparison=True)(_Keys(name))


def key_list(connection: sa.Connection, keys: Iterable[int]) -> str:
    """Return the value for `is_among`."""
    joined = ",".join(map(str, keys))
    return f"[{joined}]" if connection.dialect.name == "sqlite" else f"{{{joined}}}"


@compiles(_Keys)
def _written_for_sqlite(element: _Keys, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT CAST(value AS INTEGER) FROM json_each({compiler.process(element.value, **options)}))"  # noqa: S608 (a place for a value)


@compiles(_Keys, "postgresql")
def _written_for_postgresql(element: _Keys, compiler: SQLCompiler, **options: Any) -> str:
    return f"(SELECT unnest(CAST({compiler.process(element.value, **options)} AS BIGINT[])))"
