"""Literals and operators (DMN 1.5 §10.3.2.3, §10.3.2.15)."""

from decimal import Decimal

import pytest

from tests.unit.feel.builders import evaluate, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("1.2e3", "1200"),
        ("-10", "-10"),
        ("--10", "10"),
        ('"a\\"b"', '"a\\"b"'),
        ('"\\u0E01\\U000E1F"', '"กฟ"'),
        ('"\\uD83D\\uDCA9"', '"💩"'),
        ("null", "null"),
        ("[1, [2, null], {}]", "[1, [2, null], {}]"),
        ('{a: 1, "b c": a + 1}', "{a: 1, b c: 2}"),
        ('@"2026-11-22"', "2026-11-22"),
        ('@"08:30:00@Asia/Bangkok"', "08:30:00@Asia/Bangkok"),
        ('@"P1DT2H"', "P1DT2H"),
        ("1 /* one */ + 1 // two", "2"),
    ],
)
def test_a_literal_has_its_value(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("2 ** 3 ** 2", "64"),
        ("-4 ** 2", "16"),
        ("-(4 ** 2)", "-16"),
        ("2 ** -1", "0.5"),
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("1 / 0", "null"),
        ("10 ** 9999", "null"),
        ('"อนุ" + "มัติ"', '"อนุมัติ"'),
        ('1 + "1"', "null"),
        ("null + 1", "null"),
        ("[1] + 1", "null"),
        ("-[1]", "null"),
        ('-@"P1Y"', "-P1Y"),
    ],
)
def test_arithmetic_binds_by_precedence_and_gives_null_where_it_has_no_result(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 < 2", "true"),
        ("2 <= 2", "true"),
        ('"a" < "b"', "true"),
        ("1.0 = 1.00", "true"),
        ("1 != 2", "true"),
        ('1 = "1"', "null"),
        ('1 < "1"', "null"),
        ("true < false", "null"),
        ("null = null", "true"),
        ("null = 1", "false"),
        ("1 != null", "true"),
        ("null < 1", "null"),
        ("[1, 2] = [1, 2]", "true"),
        ("[1, 2] = [2, 1]", "false"),
        ("[1] = 1", "true"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"),
        ("{a: 1} = {b: 1}", "false"),
        ("[1..3] = [1..3]", "true"),
        ("[1..3] = [1..3)", "false"),
        ('duration("P1Y") = duration("P12M")', "true"),
        ("5 between 1 and 5", "true"),
        ("5 between 6 and 9", "false"),
        ("5 between null and 9", "null"),
    ],
)
def test_a_comparison_is_null_between_values_of_different_kinds(text: str, value: str) -> None:
    assert written(text) == value


_VALUES = {"true": True, "false": False, "null": None, "other": 5}
_AND = {("true", "true"): True, **{(one, other): None for one in ("true", "null", "other") for other in ("null", "other")}}
_OR = {("false", "false"): False, **{(one, other): None for one in ("false", "null", "other") for other in ("null", "other")}}


@pytest.mark.parametrize("left", _VALUES)
@pytest.mark.parametrize("right", _VALUES)
def test_and_and_or_have_three_values(left: str, right: str) -> None:
    context = {"left": _VALUES[left], "right": _VALUES[right]}

    both, either = evaluate("left and right", context), evaluate("left or right", context)

    conjunction = _AND.get((left, right), _AND.get((right, left), False if "false" in (left, right) else None))
    disjunction = _OR.get((left, right), _OR.get((right, left), True if "true" in (left, right) else None))
    assert (both, either) == (conjunction, disjunction)


def test_a_chain_of_and_stops_at_the_first_false() -> None:
    assert evaluate("true and null and false and missing") is False
    assert evaluate("true and true and true") is True
    assert evaluate("false or null or true") is True
    assert evaluate("false or null or false") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("if true then 1 else 2", "1"),
        ("if false then 1 else 2", "2"),
        ("if null then 1 else 2", "2"),
        ('if "true" then 1 else 2', "2"),
        ("if false then 1 else if true then 2 else 3", "2"),
    ],
)
def test_a_condition_that_is_not_true_counts_as_false(text: str, value: str) -> None:
    assert written(text) == value


def test_whole_numbers_and_floats_of_python_mix_with_decimals() -> None:
    assert evaluate("a + b", {"a": 1, "b": 0.1}) == Decimal("1.1")
    assert evaluate("a = b", {"a": 1, "b": 1.0}) is True
    assert evaluate("a / b", {"a": 1, "b": 4}) == Decimal("0.25")
    assert evaluate("a < 0.5", {"a": 0.25}) is True


def test_an_addition_of_twenty_thousand_terms_is_no_problem() -> None:
    assert evaluate("+".join(["1"] * 20_000)) == 20_000
