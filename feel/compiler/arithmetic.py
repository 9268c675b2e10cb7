"""Compiles arithmetic: chains of one precedence, and negation (DMN 1.5 §10.3.2.15, tables 56 to 62)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from feel.values.arithmetic import add, divide, multiply, negate, power, subtract
from feel.values.inspect import kind_of

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.nodes import Arithmetic, Negation, Position
    from feel.scope import Evaluator, Lexical, Scope

Operation = Callable[[object, object], object]

_OPERATIONS: Mapping[str, Operation] = {"+": add, "-": subtract, "*": multiply, "/": divide, "**": power}


def compile_arithmetic(compiler: Compiler, node: Arithmetic, scope: Lexical) -> Evaluator:
    """Return the closure of a chain such as a + b - c, evaluated from left to right."""
    first = compiler.compile(node.first, scope)
    steps = [(symbol, _OPERATIONS[symbol], compiler.compile(operand, scope), at) for symbol, operand, at in node.rest]
    if len(steps) == 1:
        return _single(first, *steps[0])

    def chain(scope: Scope, run: Evaluation) -> object:
        value = first(scope, run)
        for symbol, operation, operand, at in steps:
            right = operand(scope, run)
            result = operation(value, right)
            if result is None:
                _warn(value, symbol, right, at, run)
                return None
            if type(result) is str:
                run.spend_text(len(result))
            value = result
        return value

    return chain


def compile_negation(compiler: Compiler, node: Negation, scope: Lexical) -> Evaluator:
    """Return the closure of -operand."""
    operand = compiler.compile(node.operand, scope)
    at = node.at

    def negated(scope: Scope, run: Evaluation) -> object:
        value = operand(scope, run)
        result = negate(value)
        if result is None:
            run.warn(f"A {kind_of(value)} has no negative.", at)
        return result

    return negated


def _single(first: Evaluator, symbol: str, operation: Operation, operand: Evaluator, at: Position) -> Evaluator:
    def single(scope: Scope, run: Evaluation) -> object:
        left = first(scope, run)
        right = operand(scope, run)
        result = operation(left, right)
        if result is None:
            _warn(left, symbol, right, at, run)
        if type(result) is str:
            run.spend_text(len(result))
        return result

    return single


def _warn(left: object, symbol: str, right: object, at: Position, run: Evaluation) -> None:
    run.warn(f"There is no result of {kind_of(left)} {symbol} {kind_of(right)} for these values.", at)
