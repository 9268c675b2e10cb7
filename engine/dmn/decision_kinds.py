"""What kind of logic a decision has, in the words of evaluation records."""

from collections.abc import Mapping

from engine.dmn.boxed import (
    Boxed,
    Conditional,
    ContextExpression,
    DecisionTable,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListExpression,
    LiteralExpression,
    Relation,
)

DECISION_KINDS: Mapping[type[Boxed], str] = {
    DecisionTable: "DECISION_TABLE",
    LiteralExpression: "LITERAL_EXPRESSION",
    ContextExpression: "CONTEXT",
    Invocation: "INVOCATION",
    ListExpression: "LIST",
    Relation: "RELATION",
    FunctionDefinition: "FUNCTION_DEFINITION",
    Conditional: "CONDITIONAL",
    Filter: "FILTER",
    Iteration: "ITERATION",
}
