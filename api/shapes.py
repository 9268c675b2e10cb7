"""The JSON shapes of the REST API: which fields a resource has, how a row becomes them, and their schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.queries import search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TENANT = search.TENANT
"""There is one tenant; the API names it as the client libraries expect."""


class Kind(StrEnum):
    """How a field is written in JSON."""

    KEY = "key"
    """A 64-bit number as a decimal string."""
    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    MILLISECONDS = "milliseconds"
    """An instant as a number, since 1970."""
    TIME = "time"
    """ISO 8601 in UTC with milliseconds."""
    TEXTS = "texts"
    OBJECT = "object"
    LIST = "list"


SCHEMAS: Mapping[Kind, dict[str, Any]] = {
    Kind.KEY: {"type": "string", "pattern": "^[0-9]{1,19}$"},
    Kind.TEXT: {"type": "string"},
    Kind.INTEGER: {"type": "integer"},
    Kind.BOOLEAN: {"type": "boolean"},
    Kind.MILLISECONDS: {"type": "integer"},
    Kind.TIME: {"type": "string", "format": "date-time"},
    Kind.TEXTS: {"type": "array", "items": {"type": "string"}},
    Kind.OBJECT: {"type": "object"},
    Kind.LIST: {"type": "array", "items": {}},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its JSON name, its kind, and the row attribute or constant that it is taken from."""

    name: str
    kind: Kind = Kind.TEXT
    source: str | None = None
    """The row's attribute; None: the snake_case of `name`."""
    constant: object = None
    """Given instead of an attribute when `is_constant`."""
    is_constant: bool = False
    is_nullable: bool = False
    values: tuple[str, ...] = ()
    """The enumeration, when the field has one."""

    @property
    def attribute(self) -> str:
        """The row's attribute that holds the value."""
        return self.source or snake_case(self.name)

    def schema(self) -> dict[str, Any]:
        """Return the field's JSON schema."""
        schema = dict(SCHEMAS[self.kind])
        if self.values:
            schema["enum"] = [*self.values, None] if self.is_nullable else list(self.values)
        if self.is_nullable:
            schema["type"] = [schema["type"], "null"]
        return schema


def key(name: str, source: str | None = None, *, nullable: bool = False) -> Field:
    """Describe a key."""
    return Field(name, Kind.KEY, source, is_nullable=nullable)


def text(name: str, source: str | None = None, *, nullable: bool = False, values: tuple[str, ...] = ()) -> Field:
    """Describe a text, perhaps of an enumeration."""
    return Field(name, Kind.TEXT, source, is_nullable=nullable, values=values)


def integer(name: str, source: str | None = None, *, nullable: bool = False) -> Field:
    """Describe a whole number."""
    return Field(name, Kind.INTEGER, source, is_nullable=nullable)


def milliseconds(name: str, source: str | None = None) -> Field:
    """Describe an instant in milliseconds since 1970."""
    return Field(name, Kind.MILLISECONDS, source)


def boolean(name: str, source: str | None = None) -> Field:
    """Describe a truth value."""
    return Field(name, Kind.BOOLEAN, source)


def time(name: str, source: str | None = None, *, nullable: bool = False) -> Field:
    """Describe an instant."""
    return Field(name, Kind.TIME, source, is_nullable=nullable)


def texts(name: str, source: str | None = None) -> Field:
    """Describe a list of texts."""
    return Field(name, Kind.TEXTS, source)


def mapping(name: str, source: str | None = None) -> Field:
    """Describe a JSON object."""
    return Field(name, Kind.OBJECT, source)


def items(name: str, source: str | None = None) -> Field:
    """Describe a list of anything."""
    return Field(name, Kind.LIST, source)


def constant(name: str, value: object, kind: Kind = Kind.TEXT, *, nullable: bool = False) -> Field:
    """Describe a field that always has `value`."""
    return Field(name, kind, constant=value, is_constant=True, is_nullable=nullable)


TENANT_ID = constant("tenantId", TENANT)


@dataclass(frozen=True, slots=True)
class Shape:
    """A resource's name and its fields in the order in which they are written."""

    name: str
    fields: tuple[Field, ...]

    def render(self, row: object) -> dict[str, Any]:
        """Return `row` (a frozen dataclass with the fields' attributes) as JSON values."""
        return {
            field.name: field.constant if field.is_constant else WRITERS[field.kind](getattr(row, field.attribute))
            for field in self.fields
        }

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of an answer in this shape."""
        return {
            "type": "object",
            "properties": {field.name: field.schema() for field in self.fields},
            "required": [field.name for field in self.fields],
        }


def snake_case(name: str) -> str:
    """Return `camelCase` as `snake_case`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def write_key(value: int | None) -> str | None:
    """Return a key as the decimal string of the API."""
    return None if value is None else str(value)


class Milliseconds(int):
    """An instant since 1970: thirteen digits that are no national ID, whatever their check digit says."""


def write_time(value: datetime | None) -> str | None:
    """Return an aware time as ISO 8601 in UTC with milliseconds."""
    return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _as_it_is(value: Any) -> Any:
    return value


WRITERS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.KEY: write_key,
    Kind.TEXT: _as_it_is,
    Kind.INTEGER: _as_it_is,
    Kind.BOOLEAN: bool,
    Kind.MILLISECONDS: Milliseconds,
    Kind.TIME: write_time,
    Kind.TEXTS: list,
    Kind.OBJECT: dict,
    Kind.LIST: list,
}
