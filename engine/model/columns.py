"""The one MetaData and the column types that every table shares."""

# ruff: noqa: ARG002 (the signatures are those of TypeDecorator)

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import sqlalchemy as sa

from engine.model import json_text

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    },
)

GREATEST_KEY = 2**63 - 1
"""What a key column holds; a greater number that somebody types is no key, and the database would refuse it."""


def typed_key(text: str) -> int | None:
    """Return the key that somebody typed in digits; None when it is none, or greater than a key can be."""
    digits = text.lstrip("0")  # Python refuses to read numbers of thousands of digits
    if not text.isdecimal() or len(digits) > len(str(GREATEST_KEY)):
        return None
    key = int(digits or "0")
    return key if key <= GREATEST_KEY else None


E = TypeVar("E", bound=StrEnum)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC instant: timestamptz on PostgreSQL, fixed-width ISO 8601 text that sorts on SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose text where the database has no time zones."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.String(27))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> object:
        """Refuse naive times; write UTC."""
        if value is None:
            return None
        return fixed_width(value) if dialect.name == "sqlite" else in_utc(value)

    def process_result_value(self, value: object, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(str(value))


def in_utc(at: datetime) -> datetime:
    """Return the same instant in UTC; raise ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("A stored time needs a zone.")
    return at.astimezone(UTC)


@lru_cache(maxsize=256)
def fixed_width(at: datetime) -> str:
    """Return UTC with microseconds; kept, because all rows of a command are written with one time."""
    return in_utc(at).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Hexadecimal(sa.types.TypeDecorator[str]):
    """Bytes, written and read as hexadecimal text in lower case."""

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Write the bytes."""
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: object, dialect: Dialect) -> str | None:
        """Read hexadecimal digits."""
        return value.hex() if isinstance(value, bytes) else None


class JsonText(sa.types.TypeDecorator[object]):
    """A JSON value as text, see `json_text`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write JSON; None is SQL NULL."""
        return None if value is None else json_text.dumps(value)

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        """Read JSON."""
        return None if value is None else json_text.loads(str(value))


class Word(sa.types.TypeDecorator[E], Generic[E]):
    """A StrEnum by its value."""

    impl = sa.String(40)
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Write the value."""
        return None if value is None else str(value)

    def process_result_value(self, value: object, dialect: Dialect) -> E | None:
        """Read the member."""
        return None if value is None else self.words(str(value))


def key_column(name: str = "key") -> sa.Column[int]:
    """Return a primary key column for the keys of engine/store/keys.py."""
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)
