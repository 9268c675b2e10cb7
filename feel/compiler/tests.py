"""Compiles unary tests and the operator `in` (DMN 1.5 §10.3.2.15, table 55, and §10.3.2.10)."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

from feel.nodes import (
    Between,
    Comparison,
    In,
    InstanceOf,
    Interval,
    Junction,
    Literal,
    Node,
    NotEqualTest,
    Quantified,
    Tests,
)
from feel.scope import Evaluator, Lexical, Scope, Test, new_frame
from feel.values.compare import equal, less, less_or_equal
from feel.values.contains import in_range, satisfies, within
from feel.values.number import NUMBER_TYPES, is_number
from feel.values.range import Range

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from feel.compiler.base import Compiler
    from feel.evaluation import Evaluation

TESTED = "?"
_NUMBER_RELATIONS: Mapping[tuple[bool, bool], Callable[..., bool]] = {
    (True, True): operator.le,
    (True, False): operator.lt,
    (False, True): operator.ge,
    (False, False): operator.gt,
}
_STATEMENTS = (Comparison, Between, In, InstanceOf, Junction, Quantified)


def compile_in(compiler: Compiler, node: In, scope: Lexical) -> Evaluator:
    """Return the closure of value in tests."""
    value = compiler.compile(node.value, scope)
    test = _any_of([compile_test(compiler, test, scope) for test in node.tests])

    return lambda scope, run: test(value(scope, run), scope, run)


def compile_tests(compiler: Compiler, node: Tests, scope: Lexical) -> Test:
    """Return the closure that applies unary tests to a value."""
    if not node.tests:
        return lambda _value, _scope, _run: True
    test = _any_of([compile_test(compiler, test, scope) for test in node.tests])
    if not node.is_negated:
        return test

    def none_of(value: object, scope: Scope, run: Evaluation) -> bool | None:
        answer = test(value, scope, run)
        return None if answer is None else not answer

    return none_of


def compile_test(compiler: Compiler, node: Node, scope: Lexical) -> Test:
    """Return the closure of one positive unary test; constants take a short way."""
    if isinstance(node, Literal):
        return _equals_constant(node.value)
    if isinstance(node, NotEqualTest):
        return _differs(compiler.compile(node.operand, scope))
    if isinstance(node, Interval):
        return _interval_test(compiler, node, scope)
    with_value = Lexical(scope, (TESTED,))
    statement = compiler.compile(node, with_value)
    if TESTED in with_value.used:
        return _statement(statement)
    return _value_test(compiler.compile(node, scope), is_statement=isinstance(node, _STATEMENTS))


def compile_not_equal_test(compiler: Compiler, node: NotEqualTest, scope: Lexical) -> Evaluator:
    """Return the closure of a `!=` test where a value was expected: it is null, for no range can say it."""
    operand = compiler.compile(node.operand, scope)

    def no_value(scope: Scope, run: Evaluation) -> object:
        operand(scope, run)
        run.warn("A test with != is no value.", node.at)
        return None

    return no_value


def _any_of(tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]

    def any_of(value: object, scope: Scope, run: Evaluation) -> bool | None:
        return any(test(value, scope, run) is True for test in tests)

    return any_of


def _equals_constant(constant: object) -> Test:
    if isinstance(constant, str):
        return lambda value, _scope, _run: value == constant if type(value) is str else equal(value, constant) is True
    if is_number(constant):
        return lambda value, _scope, _run: value == constant if type(value) in NUMBER_TYPES else equal(value, constant) is True
    return lambda value, _scope, _run: satisfies(value, constant)


def _differs(operand: Evaluator) -> Test:
    def differs(value: object, scope: Scope, run: Evaluation) -> bool | None:
        answer = equal(value, operand(scope, run))
        return None if answer is None else not answer

    return differs


def _interval_test(compiler: Compiler, node: Interval, scope: Lexical) -> Test:
    start, end = node.start, node.end
    if start is not None and start is end:
        return _value_test(compiler.compile(start, scope), is_statement=False)
    if start is None and isinstance(end, Literal):
        return _constant_bound(end.value, is_upper=True, is_included=node.end_included)
    if end is None and isinstance(start, Literal):
        return _constant_bound(start.value, is_upper=False, is_included=node.start_included)
    if start is not None and end is not None:
        return _between(compiler.compile(start, scope), compiler.compile(end, scope), node)
    bounds = compiler.compile(node, scope)

    def inside(value: object, scope: Scope, run: Evaluation) -> bool | None:
        wanted = bounds(scope, run)
        return in_range(value, wanted) if isinstance(wanted, Range) else None

    return inside


def _between(low: Evaluator, high: Evaluator, node: Interval) -> Test:
    start_included, end_included = node.start_included, node.end_included
    above = _NUMBER_RELATIONS[False, start_included]
    below = _NUMBER_RELATIONS[True, end_included]

    def between(value: object, scope: Scope, run: Evaluation) -> bool | None:
        start, end = low(scope, run), high(scope, run)
        if type(value) in NUMBER_TYPES and type(start) in NUMBER_TYPES and type(end) in NUMBER_TYPES:
            return above(value, start) and below(value, end)
        return within(value, start, end, start_included=start_included, end_included=end_included)

    return between


def _constant_bound(bound: object, *, is_upper: bool, is_included: bool) -> Test:
    relation = less_or_equal if is_included else less
    of_numbers = _NUMBER_RELATIONS[is_upper, is_included]
    short_types = NUMBER_TYPES if is_number(bound) else frozenset()

    def bounded(value: object, _scope: Scope, _run: Evaluation) -> bool | None:
        if type(value) in short_types:
            return of_numbers(value, bound)
        return relation(value, bound) if is_upper else relation(bound, value)

    return bounded


def _statement(statement: Evaluator) -> Test:
    def holds(value: object, scope: Scope, run: Evaluation) -> bool | None:
        answer = statement(new_frame(scope, {TESTED: value}), run)
        return answer if isinstance(answer, bool) else None if answer is None else satisfies(value, answer)

    return holds


def _value_test(wanted: Evaluator, *, is_statement: bool) -> Test:
    def matches(value: object, scope: Scope, run: Evaluation) -> bool | None:
        candidate = wanted(scope, run)
        if is_statement and isinstance(candidate, bool) and not isinstance(value, bool):
            return candidate
        return satisfies(value, candidate)

    return matches
