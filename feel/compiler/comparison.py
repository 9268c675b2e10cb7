"""Compiles comparisons, `between` and `instance of` (DMN 1.5 §10.3.2.15, tables 52 to 55 and 61)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from feel.nodes import Between, Comparison, InstanceOf, Literal, Position
from feel.values.compare import equal, less, less_or_equal
from feel.values.inspect import is_instance, kind_of
from feel.values.number import NUMBER_TYPES, is_number
from feel.values.types import NULL

if TYPE_CHECKING:
    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation
    from feel.scope import Evaluator, Lexical, Scope

Relation = Callable[[object, object], "bool | None"]


def _not_equal(left: object, right: object) -> bool | None:
    answer = equal(left, right)
    return None if answer is None else not answer


_RELATIONS: Mapping[str, tuple[Relation, Callable[..., bool]]] = {
    "=": (equal, operator.eq),
    "!=": (_not_equal, operator.ne),
    "<": (less, operator.lt),
    "<=": (less_or_equal, operator.le),
    ">": (lambda left, right: less(right, left), operator.gt),
    ">=": (lambda left, right: less_or_equal(right, left), operator.ge),
}


def compile_comparison(compiler: Compiler, node: Comparison, scope: Lexical) -> Evaluator:
    """Return the closure of a comparison; numbers, and strings for equality, take a short way."""
    left = compiler.compile(node.left, scope)
    relation, of_numbers = _RELATIONS[node.operator]
    if isinstance(node.right, Literal) and is_number(node.right.value):
        return _with_number(left, node.right.value, node.operator, node.at)
    if isinstance(node.right, Literal) and isinstance(node.right.value, str) and node.operator == "=":
        return _equals_text(left, node.right.value, node.at)
    right = compiler.compile(node.right, scope)
    symbol, at = node.operator, node.at

    def compare(scope: Scope, run: Evaluation) -> object:
        one, other = left(scope, run), right(scope, run)
        if type(one) in NUMBER_TYPES and type(other) in NUMBER_TYPES:
            return of_numbers(one, other)
        answer = relation(one, other)
        if answer is None:
            _warn(one, symbol, other, at, run)
        return answer

    return compare


def compile_between(compiler: Compiler, node: Between, scope: Lexical) -> Evaluator:
    """Return the closure of value between low and high, both included."""
    value = compiler.compile(node.value, scope)
    low = compiler.compile(node.low, scope)
    high = compiler.compile(node.high, scope)
    at = node.at

    def between(scope: Scope, run: Evaluation) -> object:
        middle = value(scope, run)
        start, end = low(scope, run), high(scope, run)
        above, below = less_or_equal(start, middle), less_or_equal(middle, end)
        if above is None or below is None:
            wrong = start if above is None else end
            _warn(middle, "between", wrong, at, run)
            return None
        return above and below

    return between


def compile_instance_of(compiler: Compiler, node: InstanceOf, scope: Lexical) -> Evaluator:
    """Return the closure of value instance of type; null is an instance of Null alone."""
    value = compiler.compile(node.value, scope)
    wanted, at = node.type, node.at

    def instance_of(scope: Scope, run: Evaluation) -> object:
        candidate = value(scope, run)
        if wanted is None:
            run.warn("There is no type of this name.", at)
            return None
        if candidate is None:
            return wanted == NULL
        return is_instance(candidate, wanted)

    return instance_of


def _with_number(left: Evaluator, bound: object, symbol: str, at: Position) -> Evaluator:
    relation, of_numbers = _RELATIONS[symbol]

    def compare(scope: Scope, run: Evaluation) -> object:
        value = left(scope, run)
        if type(value) in NUMBER_TYPES:
            return of_numbers(value, bound)
        answer = relation(value, bound)
        if answer is None:
            _warn(value, symbol, bound, at, run)
        return answer

    return compare


def _equals_text(left: Evaluator, text: str, at: Position) -> Evaluator:
    def equals(scope: Scope, run: Evaluation) -> object:
        value = left(scope, run)
        if type(value) is str:
            return value == text
        answer = equal(value, text)
        if answer is None:
            _warn(value, "=", text, at, run)
        return answer

    return equals


def _warn(left: object, symbol: str, right: object, at: Position, run: Evaluation) -> None:
    run.warn(f"{kind_of(left)} {symbol} {kind_of(right)}: these do not compare.", at)
