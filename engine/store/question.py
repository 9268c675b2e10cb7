"""A SELECT that is asked all the time: compiled once for each kind of database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from engine.store.driver import DIALECTS, bind_converter, fetch, result_converter

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa

T = TypeVar("T")
Row = tuple[Any, ...]


class Question:
    """A SELECT with named values, which the driver must take as they are; the rows' values are of their columns' types."""

    def __init__(self, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> None:
        self._query = query
        self._compiled: dict[str, _Compiled] = {}
        self.names = tuple(query.selected_columns.keys())
        """Of the columns."""

    def rows(self, connection: sa.Connection, **values: Any) -> list[Row]:
        """Return all rows."""
        name = connection.dialect.name
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = self._compiled[name] = _compile(self._query, name)
        found = fetch(connection, compiled.text, [{**compiled.constants, **values}[name] for name in compiled.names])
        return [_converted(row, compiled.converters) for row in found] if compiled.converters else found

    def entities(self, connection: sa.Connection, kind: type[T], **values: Any) -> list[T]:
        """Return all rows as entities, whose fields the columns are."""
        return [kind(**dict(zip(self.names, row, strict=True))) for row in self.rows(connection, **values)]

    def entity(self, connection: sa.Connection, kind: type[T], **values: Any) -> T | None:
        """Return the first row as an entity."""
        found = self.entities(connection, kind, **values)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    names: tuple[str, ...]
    """Of the values, in their order."""
    constants: dict[str, Any]
    converters: tuple[tuple[int, Callable[[Any], Any]], ...]


def _compile(query: sa.Select[Any] | sa.CompoundSelect[Any], dialect_name: str) -> _Compiled:
    dialect = DIALECTS[dialect_name]
    compiled = query.compile(dialect=dialect)
    text = str(compiled)
    if "POSTCOMPILE" in text:
        raise TypeError("A list of values has no fixed text; name each of them.")
    constants = {}
    for name, parameter in compiled.binds.items():
        if not parameter.required:
            convert = bind_converter(parameter.type, dialect)
            constants[name] = parameter.value if convert is None or parameter.value is None else convert(parameter.value)
    converters = ((index, result_converter(column.type, dialect)) for index, column in enumerate(query.selected_columns))
    return _Compiled(
        text,
        tuple(compiled.positiontup or ()),
        constants,
        tuple((index, convert) for index, convert in converters if convert is not None),
    )


def _converted(row: Row, converters: tuple[tuple[int, Callable[[Any], Any]], ...]) -> Row:
    values = list(row)
    for index, convert in converters:
        if values[index] is not None:
            values[index] = convert(values[index])
    return tuple(values)
