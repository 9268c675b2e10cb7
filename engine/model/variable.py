"""A variable: a JSON value with a name in a scope."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import sqlalchemy as sa

from engine.model.columns import key_column, metadata


class Unloaded(Enum):
    """The type of `UNLOADED`."""

    UNLOADED = "unloaded"


UNLOADED = Unloaded.UNLOADED
"""Stands for a value too large to be read with its scope; `StateReader.variable_value` reads it."""


@dataclass(slots=True, eq=False)
class Variable:
    """One variable of the element instance `scope_key`; names are unique in a scope."""

    key: int
    process_instance_key: int
    scope_key: int
    name: str
    value: object
    """A JSON value: None, bool, int, Decimal, str, list, dict; or UNLOADED."""


variables = sa.Table(
    "variable",
    metadata,
    key_column(),
    sa.Column("process_instance_key", sa.BigInteger, nullable=False, index=True),
    sa.Column("scope_key", sa.BigInteger, nullable=False),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.UniqueConstraint("scope_key", "name"),
)
"""`value` is JSON text (a JSON null is the text `null`), `size` its number of characters."""
