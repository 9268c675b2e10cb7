"""Function definitions and invocations (DMN 1.5 §10.3.2.13, table 63)."""

from decimal import Decimal

import pytest

import feel
from feel.values.types import NUMBER
from tests.unit.feel.builders import evaluate, messages, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(function(a, b) a - b)(5, 3)", "2"),
        ("(function(a, b) a - b)(b: 5, a: 3)", "-2"),
        ("(function(a, b) [a, b])(a: 1)", "[1, null]"),
        ("(function(a) a)()", "null"),
        ("(function(a) a)(1, 2)", "null"),
        ("(function(a) a)(c: 1)", "null"),
        ("(function(a: number) a)(1)", "1"),
        ('(function(a: number) a)("1")', "null"),
        ("(function(a: number) a)(null)", "null"),
        ("(function(a: number) a)([1])", "1"),
        ("(function(a: list<number>) a)(1)", "[1]"),
        ('(function(a: date and time) a)(@"2026-11-22")', "2026-11-22T00:00:00Z"),
        ("(function(f, x) f(f(x)))(function(x) x * 3, 2)", "18"),
        ("(function(x) function(y) x + y)(1)(2)", "3"),
        ("5(1)", "null"),
        ('(function(a) external {java: {class: "java.lang.Math", method signature: "cos(double)"}})(0)', "null"),
        ("[1, 2, 3][(function(x) x > 1)(item)]", "[2, 3]"),
    ],
)
def test_a_call_binds_arguments_to_parameters_or_is_null(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "substring()",
        'substring("a")',
        "substring(1, 1)",
        'substring("abc", 1, 1, 1)',
        'substring(text: "a", start position: 1)',
    ],
)
def test_a_built_in_function_is_null_for_arguments_that_it_does_not_take(text: str) -> None:
    assert evaluate(text) is None
    assert messages(text)


def test_a_built_in_function_takes_named_arguments_in_any_order() -> None:
    assert evaluate('substring(start position: 2, string: "abc")') == "bc"


def test_a_built_in_function_is_a_value() -> None:
    assert evaluate("[abs, floor][1](-3)") == 3
    assert evaluate("sort([3, 1, 2], before)") == [1, 2, 3]


def test_an_external_function_says_that_it_is_not_available() -> None:
    assert messages("(function() external {java: {}})()") == ["External functions (Java, PMML) are not available here."]


def test_a_function_of_python_is_called_with_checked_arguments() -> None:
    double = feel.Function("double", [feel.Parameter("n", NUMBER)], lambda arguments, _run: arguments[0] * 2)  # type: ignore[operator]

    assert evaluate("double(4)", {"double": double}) == 8
    assert evaluate("double(n: [4])", {"double": double}) == 8
    assert evaluate('double("4")', {"double": double}) is None


def test_the_result_of_a_function_of_python_is_converted_to_its_type() -> None:
    listed = feel.Function("listed", [], lambda _arguments, _run: [Decimal(1)], result=NUMBER)

    assert evaluate("listed()", {"listed": listed}) == 1


def test_a_function_can_be_invoked_from_python() -> None:
    add = evaluate("function(a, b) a + b")
    assert isinstance(add, feel.Function)

    assert feel.invoke(add, (1, 2), None, feel.Evaluation()) == 3
    assert feel.invoke(add, (1, 2), ("b", "a"), feel.Evaluation()) == 3
