"""The type of a function's result as far as the form of its body tells it (DMN 1.5 §10.3.2.9, table 43)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feel.nodes import (
    Arithmetic,
    Between,
    Comparison,
    In,
    InstanceOf,
    Junction,
    ListLiteral,
    Literal,
    Name,
    Negation,
    Node,
    Quantified,
)
from feel.values.inspect import type_of
from feel.values.types import ANY, BOOLEAN, NUMBER, STRING, ListType, Type

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATEMENTS = (Between, Comparison, In, InstanceOf, Junction, Quantified)


def result_type(body: Node, parameters: Mapping[str, Type]) -> Type:
    """Return the type of the values that `body` can have, Any where only evaluation knows it."""
    if isinstance(body, _STATEMENTS):
        return BOOLEAN
    match body:
        case Literal(value=value):
            return type_of(value)
        case Name(name=name):
            return parameters.get(name, ANY)
        case Negation(operand=operand):
            return result_type(operand, parameters)
        case Arithmetic():
            return _of_arithmetic(body, parameters)
        case ListLiteral(items=items):
            kinds = {result_type(item, parameters) for item in items}
            return ListType(kinds.pop() if len(kinds) == 1 else ANY)
        case _:
            return ANY


def _of_arithmetic(body: Arithmetic, parameters: Mapping[str, Type]) -> Type:
    kinds = {result_type(operand, parameters) for operand in (body.first, *(operand for _, operand, _ in body.rest))}
    return kinds.pop() if kinds in ({NUMBER}, {STRING}) else ANY
