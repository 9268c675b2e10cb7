"""for, some and every (DMN 1.5 §10.3.2.14, table 49)."""

import pytest

from tests.unit.feel.builders import evaluate, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for i in [1, 2, 3] return i * i", "[1, 4, 9]"),
        ("for i in 2..4 return i", "[2, 3, 4]"),
        ("for i in 4..2 return i", "[4, 3, 2]"),
        ("for i in 1 + 1..1 + 3 return i", "[2, 3, 4]"),
        ("for i in [2..4] return i", "[2, 3, 4]"),
        ("for i in (2..4) return i", "[3]"),
        ("for i in [1, 2], j in [3, 4] return i * j", "[3, 4, 6, 8]"),
        ("for l in [[1, 2], [3]], i in l return i", "[1, 2, 3]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for i in 1..3 return count(partial)", "[0, 1, 2]"),
        ("for i in 1..3 return partial", "[[], [[]], [[], [[]]]]"),
        ('for d in @"2026-02-27"..@"2026-03-01" return d', "[2026-02-27, 2026-02-28, 2026-03-01]"),
        ("for i in [] return i", "[]"),
        ("for i in 5 return i", "[5]"),
        ("for i in null return i", "null"),
        ('for i in "a".."c" return i', "null"),
        ("for i in 1.5..3 return i", "null"),
        ("for f in [function(x) x + 1, function(x) x * 2] return f(5)", "[6, 10]"),
    ],
)
def test_a_loop_returns_one_result_a_round(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("some i in [1, 2] satisfies i > 1", "true"),
        ("some i in [1, 2] satisfies i > 2", "false"),
        ("every i in [1, 2] satisfies i > 0", "true"),
        ("every i in [1, 2] satisfies i > 1", "false"),
        ("some i in [] satisfies true", "false"),
        ("every i in [] satisfies false", "true"),
        ("some i in [null, 1] satisfies i > 1", "null"),
        ("some i in [null, 2] satisfies i > 1", "true"),
        ("every i in [null, 2] satisfies i > 1", "null"),
        ("every i in [null, 0] satisfies i > 1", "false"),
        ("some i in [1, 2], j in [2, 3] satisfies i = j", "true"),
        ("every i in 1..3 satisfies i < 4", "true"),
        ('some i in [1] satisfies "no boolean"', "null"),
        ("some i in null satisfies true", "null"),
    ],
)
def test_a_quantifier_is_an_and_or_an_or_of_three_values(text: str, value: str) -> None:
    assert written(text) == value


def test_a_function_made_in_a_round_keeps_the_value_of_its_round() -> None:
    assert evaluate("for f in (for i in 1..3 return function() i) return f()") == [1, 2, 3]


def test_a_loop_over_ten_thousand_items_works() -> None:
    assert evaluate("sum(for i in list return i * 2)", {"list": list(range(10_000))}) == 99_990_000
