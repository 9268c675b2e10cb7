"""What a case can be found by: a row per case, derived from its other rows, and the searches that people keep."""

# ruff: noqa: ARG002 (the signatures are those of TypeDecorator)

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from engine.model.columns import JsonText, UtcDateTime, key_column, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine


class Numbers(sa.types.TypeDecorator[list[int]]):
    """A set of numbers: an array on PostgreSQL, on SQLite text with a space around each, to be found with LIKE."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, number: type[sa.Integer]) -> None:
        super().__init__()
        self.number = number

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose an array where there are arrays."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Text())
        return dialect.type_descriptor(postgresql.ARRAY(self.number()))

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        """Write the numbers."""
        if value is None or dialect.name != "sqlite":
            return value
        return f" {' '.join(map(str, value))} "

    def process_result_value(self, value: Any, dialect: Dialect) -> list[int] | None:
        """Read the numbers."""
        return [int(each) for each in value.split()] if isinstance(value, str) else value


@dataclass(slots=True)
class CaseSearchRow:
    """One case: a root process instance with everything that it called."""

    key: int
    started_at: datetime
    ended_at: datetime | None
    history_length: int
    """How many events of the case and those it called are in the row."""
    root_length: int
    """How many of these are the root process instance's: the row is stale when that has more."""
    grown: int
    """How many of the marks, the first ones, were taken from events and stay; the others are made anew from what is there now."""
    marks: list[int]
    """What the case has to do with, see `engine/model/search_terms.py`."""
    grams: list[int]
    """The pieces of three characters that `text` is made of; empty on SQLite, which reads the text itself."""
    text: str
    """Number, subject, comments and facts in lower case, cut to a length."""


@dataclass(slots=True)
class CaseSearchPart:
    """How far a called process instance has been read: a case that calls thousands is not read again for each."""

    key: int
    root_process_instance_key: int
    history_length: int
    """How many of its events are in the row of its case."""


@dataclass(slots=True)
class SavedSearch:
    """A search that somebody keeps under a name."""

    key: int
    user_name: str
    name: str
    created_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    """What was filled in, by the name of the field."""


NEVER = sa.text("1 = 0")
"""SQLite has no inverted indexes: there these stay empty."""

case_search = sa.Table(
    "case_search",
    metadata,
    key_column(),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("history_length", sa.Integer, nullable=False),
    sa.Column("root_length", sa.Integer, nullable=False, server_default="0"),
    sa.Column("grown", sa.Integer, nullable=False, server_default="0"),
    sa.Column("marks", Numbers(sa.BigInteger), nullable=False),
    sa.Column("grams", Numbers(sa.Integer), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("ix_case_search_started_at", "started_at", "key"),
    sa.Index("ix_case_search_ended_at", "ended_at", "key"),
    sa.Index("ix_case_search_marks", "marks", postgresql_using="gin", sqlite_where=NEVER),
    sa.Index("ix_case_search_grams", "grams", postgresql_using="gin", sqlite_where=NEVER),
)

case_search_parts = sa.Table(
    "case_search_part",
    metadata,
    key_column(),
    sa.Column("root_process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("history_length", sa.Integer, nullable=False),
)

saved_searches = sa.Table(
    "saved_search",
    metadata,
    key_column(),
    sa.Column("user_name", sa.String(200), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("query", JsonText, nullable=False),
    sa.UniqueConstraint("user_name", "name", name="uq_saved_search_user_name_name"),
)
