"""Unary tests, the cells of decision tables (DMN 1.5 grammar rule 15, table 55)."""

from decimal import Decimal

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "value", "passes"),
    [
        ("-", None, True),
        ("5", 5, True),
        ("5", Decimal("5.0"), True),
        ("5", 6, False),
        ("5", "5", False),
        ("not(5)", "5", True),
        ('"a", "b"', "b", True),
        ('"a", "b"', "c", False),
        ("< 5", 4, True),
        ("<= 5", 5, True),
        ("> 5", 5, False),
        (">= 5", "x", None),
        ("= 5", 5, True),
        ("!= 5", 5, False),
        ("[1..5]", 5, True),
        ("(1..5)", 1, False),
        ("[1..5], 9", 9, True),
        ("not(5)", 5, False),
        ("not(5, 6)", 7, True),
        ("not((0..5])", 0, True),
        ("null", None, True),
        ("not(null)", None, False),
        ("true", True, True),
        ("true", False, False),
        ("true", None, False),
        ("? > 5 and ? < 9", 7, True),
        ("even(?)", 4, True),
        ("limit", 10, True),
        ("< limit", 9, True),
        ("[low..limit]", 3, True),
        ("allowed", "b", True),
        ("not(allowed)", "b", False),
        ("not(? in allowed)", "c", True),
        ("limit > 5", 1, True),
        ("limit > 50", 1, False),
        ('@"2024-01-01"', feel.Date(2024, 1, 1), True),
        ('< date("2024-01-01")', feel.Date(2023, 1, 1), True),
        ("[1, 2]", [1, 2], True),
        ("?.x = 1", {"x": 1}, True),
        ("missing", 1, False),
    ],
)
def test_a_value_passes_unary_tests(text: str, value: object, passes: bool | None) -> None:
    context = {"limit": 10, "low": 1, "allowed": ["a", "b"]}

    assert feel.compile_unary_tests(text).evaluate(value, context) is passes


def test_unary_tests_list_the_names_that_they_read() -> None:
    assert feel.compile_unary_tests("< limit, [low..high]").names == {"limit", "low", "high"}


def test_a_call_of_not_with_more_behind_it_is_an_expression() -> None:
    assert feel.compile_unary_tests("not(? = 1) and ? > 0").evaluate(2, {}) is True
