"""The errors and warnings that reading and evaluating FEEL can give."""

from __future__ import annotations

from typing import NamedTuple


class FeelError(Exception):
    """Any failure that this package reports."""


class FeelSyntaxError(FeelError):
    """A text that is not FEEL: `message`, `line` and `column` (from 1), `expected` (what could have stood there)."""

    def __init__(self, message: str, line: int, column: int, expected: str = "") -> None:
        self.message = message
        self.line = line
        self.column = column
        self.expected = expected
        hint = f", expected {expected}" if expected else ""
        super().__init__(f"line {line}, column {column}: {message}{hint}")


class FeelLimitError(FeelError):
    """An evaluation that went over one of its `Limits`; `limit` is the field's name."""

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        self.message = message
        super().__init__(message)


class Warning(NamedTuple):  # noqa: A001 - the public name; nobody uses Python's own from here
    """Why a part of an expression became null, with its place in the text (from 1)."""

    message: str
    line: int
    column: int
