"""Ranges, their properties, range functions and `in` (DMN 1.5 §10.3.2.7, tables 55, 67 and 78)."""

import pytest

from tests.unit.feel.builders import evaluate, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1..5]", "[1..5]"),
        ("]1..5[", "(1..5)"),
        ("(1..5)", "(1..5)"),
        ("[1..5[", "[1..5)"),
        ("(< 5)", "(..5)"),
        ("(>= 5)", "[5..)"),
        ("[5..1]", "null"),
        ('[1.."a"]', "null"),
        ("[1..null]", "null"),
        ("[1..5].start", "1"),
        ("(1..5].start included", "false"),
        ("[1..5).end included", "false"),
        ("(<= 5).start", "null"),
        ('range("[1..5)")', "[1..5)"),
        ('range("[2..)")', "[2..)"),
        ('range("(..2]")', "(..2]"),
        ('range("[..2]")', "null"),
        ('range("[..]")', "null"),
        ('range("")', "null"),
        ('range("[date(\\"2024-01-01\\")..@\\"2024-01-02\\"]")', "[2024-01-01..2024-01-02]"),
        ('range("[1 + 1..3]")', "null"),
        ('range("[\\"..\\"..\\"a\\"]")', '["..".."a"]'),
    ],
)
def test_a_range_has_endpoints_that_compare_in_order(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 in [1..5]", "true"),
        ("1 in (1..5]", "false"),
        ("5 in [1..5)", "false"),
        ("3 in < 5", "true"),
        ("3 in (> 5, 3)", "true"),
        ("3 in (1, 2)", "false"),
        ('3 in "3"', "false"),
        ("3 in [1, 2, 3]", "true"),
        ("3 in [[1..5], 9]", "true"),
        ("3 in != 4", "true"),
        ("[1, 2] in [[1, 2], [3]]", "true"),
        ("null in (null, 1)", "true"),
        ("null in [1..5]", "null"),
        ("0 in [1..null]", "false"),
        ("2 in [1..null]", "null"),
        ("5 in [9..1]", "false"),
        ('5 in range("[9..1]")', "false"),
        ('"b" in ["a".."c"]', "true"),
        ('@"2024-06-01" in [@"2024-01-01"..@"2024-12-31"]', "true"),
        ("3 in (? > 2 and ? < 4)", "true"),
        ("(1 in [1..2]) and true", "true"),
        ("1 in [1..2] and 2 in (2..3) or true", "true"),
    ],
)
def test_in_tests_a_value(text: str, value: str) -> None:
    assert written(text) == value


_TRUE = """
before(1, 10); before(1, (1..10]); before([1..10), 10); before([1..10], (10..20])
after(10, 5); after(12, [1..10]); after((11..20], 11); after([11..20], [1..11))
meets([1..5], [5..10]); met by([5..10], [1..5])
overlaps([1..5], [3..8]); overlaps([1..5], [5..8]); overlaps before([1..5), (1..5]); overlaps after((1..5], [1..5))
finishes(10, [1..10]); finishes((1..10], [1..10]); finished by([1..10], 10); finished by([1..10], (1..10])
includes([1..10], 5); includes([1..10], (1..10)); during(1, [1..10]); during((1..10), [1..10])
starts(1, [1..10]); starts([1..10), [1..10]); started by([1..10], 1); started by([1..10], [1..10))
coincides(5, 5); coincides([1..5], [1..5]); includes(["a".."z"], "m"); during(@"2024-05-01", [@"2024-01-01"..@"2024-12-31"])
"""
_FALSE = """
before(10, 1); before(1, [1..10]); before([1..10], [10..20]); after([11..20], 12); after([11..20], 11)
meets([1..5), [5..10]); met by([6..10], [1..5]); overlaps([1..5], (5..8]); overlaps([1..5), [5..8])
overlaps before([1..5), [1..5]); overlaps before([1..5], [1..5]); overlaps after([6..8], [1..5])
finishes(10, [1..10)); finishes([5..10), [1..10]); finished by([1..10], [5..10))
includes((1..10], 1); during(10, [1..10)); starts(1, (1..10]); starts((1..5], [1..10]); started by([1..10], 2)
coincides(3, 4); coincides((1..5), [1..5]); coincides([1..5], [2..6])
"""


def _listed(texts: str) -> list[str]:
    return [text.strip() for line in texts.strip().splitlines() for text in line.split(";")]


@pytest.mark.parametrize("text", _listed(_TRUE))
def test_a_range_function_is_true_where_the_standard_says_so(text: str) -> None:
    assert evaluate(text) is True


@pytest.mark.parametrize("text", _listed(_FALSE))
def test_a_range_function_is_false_where_the_standard_says_so(text: str) -> None:
    assert evaluate(text) is False


@pytest.mark.parametrize(
    "text", ['before(1, "a")', "meets(1, [1..2])", "includes([1..5], null)", "starts(1)", 'coincides(1, "1")']
)
def test_a_range_function_is_null_for_values_that_do_not_compare(text: str) -> None:
    assert evaluate(text) is None
