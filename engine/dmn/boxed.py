"""The boxed expressions of DMN 1.5 chapters 8 and 10 as immutable values, as the model wrote them."""

from dataclasses import dataclass
from enum import StrEnum


class HitPolicy(StrEnum):
    """Which of the matching rules of a decision table count (DMN 1.5 §8.2.10)."""

    UNIQUE = "UNIQUE"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    ANY = "ANY"
    COLLECT = "COLLECT"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"


class Aggregation(StrEnum):
    """How a COLLECT table makes one value of the outputs (DMN 1.5 §8.2.10)."""

    SUM = "SUM"
    COUNT = "COUNT"
    MIN = "MIN"
    MAX = "MAX"


@dataclass(frozen=True, slots=True)
class Text:
    """A FEEL text with the element that holds it and the line on which it starts in the XML."""

    text: str
    element_id: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxed:
    """What all boxed expressions have: an id, and a type that converts or refuses the value."""

    id: str | None = None
    type_ref: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class LiteralExpression(Boxed):
    """A FEEL text; without a text it is null."""

    text: Text | None


@dataclass(frozen=True, slots=True)
class InformationItem:
    """A name with a type: a variable, a formal parameter."""

    name: str
    type_ref: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One entry of a boxed context; the entry without a variable is the context's result."""

    variable: InformationItem | None
    expression: Boxed | None


@dataclass(frozen=True, slots=True)
class ContextExpression(Boxed):
    """A boxed context: each entry sees the entries before it."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """A parameter of an invocation and the expression that gives its value."""

    parameter: InformationItem
    expression: Boxed | None


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    """A call with named parameters."""

    function: Boxed | None
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class ListExpression(Boxed):
    """A boxed list."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    """A list of contexts, written as a grid."""

    columns: tuple[InformationItem, ...]
    rows: tuple[tuple[Boxed | None, ...], ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """A function; kinds other than FEEL (Java, PMML) are external and cannot be called here."""

    parameters: tuple[InformationItem, ...]
    body: Boxed | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    """If, then, else."""

    condition: Boxed | None
    then: Boxed | None
    otherwise: Boxed | None


@dataclass(frozen=True, slots=True)
class Filter(Boxed):
    """The items of a collection for which the match is true; it sees the item's entries and `item`."""

    collection: Boxed | None
    match: Boxed | None


class IterationKind(StrEnum):
    """What an iteration makes of its partial results."""

    FOR = "for"
    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Iteration(Boxed):
    """`for`, `some` or `every` over one collection."""

    kind: IterationKind
    variable: str
    collection: Boxed | None
    body: Boxed | None


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions: what it tests and which values may occur."""

    id: str | None
    label: str | None
    expression: LiteralExpression
    values: Text | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of results; `values` lists what may come out, the first with the highest priority."""

    id: str | None
    name: str | None
    label: str | None
    type_ref: str | None
    values: Text | None
    default: LiteralExpression | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: one test for each input, one expression for each output; None stands for `-` and for null."""

    id: str | None
    inputs: tuple[Text | None, ...]
    outputs: tuple[Text | None, ...]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    """A decision table (DMN 1.5 chapter 8)."""

    hit_policy: HitPolicy
    aggregation: Aggregation | None
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
