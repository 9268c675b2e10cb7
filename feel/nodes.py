"""The syntax tree: one class per construct of the grammar (DMN 1.5 §10.3.1.2); `at` is its (line, column)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feel.values.types import Type

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, string, boolean, null or at-literal: its value."""

    at: Position
    value: object


@dataclass(frozen=True, slots=True)
class InvalidLiteral:
    """An at-literal whose string is no date, time, date and time or duration: null."""

    at: Position
    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look up in scope; `?` is the tested value."""

    at: Position
    name: str


@dataclass(frozen=True, slots=True)
class Path:
    """source.name"""

    at: Position
    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """source[condition], where the condition may be an index."""

    at: Position
    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call:
    """callee(arguments); `names` is None for positional arguments."""

    at: Position
    callee: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of operators of one precedence, from left to right: first (operator, operand)..."""

    at: Position
    first: Node
    rest: tuple[tuple[str, Node, Position], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """-operand"""

    at: Position
    operand: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """left operator right, with =, !=, <, <=, >, >=."""

    at: Position
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between:
    """value between low and high"""

    at: Position
    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In:
    """value in test, or value in (tests)"""

    at: Position
    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """value instance of type; `type` is None for a name that no type has."""

    at: Position
    value: Node
    type: Type | None


@dataclass(frozen=True, slots=True)
class Junction:
    """operands joined by `and` (is_and) or by `or`."""

    at: Position
    is_and: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If:
    """if ... then ... else if ... else: pairs of condition and result, then the last result."""

    at: Position
    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """name in source, or name in source..end"""

    name: str
    source: Node
    end: Node | None


@dataclass(frozen=True, slots=True)
class For:
    """for iterators return body"""

    at: Position
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified:
    """some (is_some) or every iterators satisfies body"""

    at: Position
    is_some: bool
    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class ListLiteral:
    """[items]"""

    at: Position
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextLiteral:
    """{name: value, ...}"""

    at: Position
    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """[start..end], (start..end) and so on; or with one endpoint: < end, >= start, = both."""

    at: Position
    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool


@dataclass(frozen=True, slots=True)
class NotEqualTest:
    """!= operand, as a unary test"""

    at: Position
    operand: Node


@dataclass(frozen=True, slots=True)
class FunctionLiteral:
    """function(parameters) body; an external body is the mapping information."""

    at: Position
    parameters: tuple[tuple[str, Type | None], ...]
    body: Node
    is_external: bool


@dataclass(frozen=True, slots=True)
class Tests:
    """Unary tests (grammar rule 15): any of `tests`, or with `is_negated` none of them; no tests is `-`."""

    at: Position
    tests: tuple[Node, ...]
    is_negated: bool


Node = (
    Literal
    | InvalidLiteral
    | Name
    | Path
    | Filter
    | Call
    | Arithmetic
    | Negation
    | Comparison
    | Between
    | In
    | InstanceOf
    | Junction
    | If
    | For
    | Quantified
    | ListLiteral
    | ContextLiteral
    | Interval
    | NotEqualTest
    | FunctionLiteral
)
