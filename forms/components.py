"""The components of a form as immutable values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

import feel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from forms.texts import Text

Switch: TypeAlias = bool | feel.Expression
Bound: TypeAlias = "Decimal | feel.Expression | None"


class Mask(StrEnum):
    """How a value is covered where it is only shown."""

    NATIONAL_ID = "national-id"
    PHONE = "phone"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Anything on a form. `hide` is true: it is neither shown, nor required, nor stored."""

    id: str
    type: str
    hide: feel.Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView(Component):
    """Text in a small part of Markdown."""

    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Divider(Component):
    """A separator (a line) or a spacer of `height` pixels."""

    height: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the key in each row and the heading."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Component):
    """A read-only table of the rows that `source` gives; `columns_source` gives [{key, label}] in place of `columns`."""

    label: Text | None
    source: feel.Expression
    columns: tuple[Column, ...] = ()
    columns_source: feel.Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPreview(Component):
    """A read-only list of the document references that `source` gives."""

    label: Text | None
    source: feel.Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Component):
    """Components that belong together; `path` is where their values lie, relative to what is around."""

    label: Text | None
    description: Text | None = None
    path: tuple[str, ...]
    components: tuple[Component, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Container):
    """Components under one heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicList(Container):
    """A list of rows, each with the same components."""

    default_rows: int
    min_rows: int
    max_rows: int
    may_change_rows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Component):
    """A component with a value at `path` (relative to the container around it)."""

    path: tuple[str, ...]
    label: Text
    description: Text | None = None
    default: object = None
    required: bool = False
    disabled: Switch = False
    readonly: Switch = False
    rule: feel.Expression | None = None
    messages: Mapping[str, Text] = field(default_factory=dict)
    mask: Mask | None = None
    autocomplete: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """A line of text, or several (`type` textarea). Lengths count characters as `forms.characters` does."""

    min_length: Bound = None
    max_length: Bound = None
    pattern: str = ""
    validation_type: str = ""
    prefix: Text | None = None
    suffix: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A decimal number; `as_text` stores it as text (form-js: serializeToString)."""

    minimum: Bound = None
    maximum: Bound = None
    decimal_digits: int | None = None
    increment: Decimal | None = None
    as_text: bool = False
    prefix: Text | None = None
    suffix: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckboxField(Field):
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose, with its label."""

    value: object
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of the options, or any number of them (`multiple`); the options are constants, a variable or an expression."""

    multiple: bool
    options: tuple[Option, ...] = ()
    options_key: str = ""
    options_expression: feel.Expression | None = None


class DateTimeKind(StrEnum):
    """What a date/time field holds (form-js: subtype)."""

    DATE = "date"
    TIME = "time"
    DATE_TIME = "datetime"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateTimeField(Field):
    """A date, a time of day or both; stored as ISO 8601. `time_label` names the time where there are both."""

    kind: DateTimeKind
    time_label: Text | None = None
    refuses_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileField(Field):
    """Uploaded files: a list of Camunda document references."""

    accept: tuple[str, ...] = ()
    multiple: bool = False
    max_size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculatedField(Field):
    """A value that follows from the others (form-js: expression)."""

    expression: feel.Expression
