"""Types: instance of, conformance and conversions (DMN 1.5 §10.3.2.9, table 61)."""

from decimal import Decimal

import pytest

import feel
from feel.values.types import ANY, DATE_TIME, NUMBER, STRING, ContextType, FunctionType, ListType, RangeType, Type, conforms
from tests.unit.feel.builders import evaluate, messages, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 instance of number", "true"),
        ("1 instance of string", "false"),
        ("1 instance of Any", "true"),
        ("null instance of Null", "true"),
        ("null instance of number", "false"),
        ("null instance of Any", "false"),
        ('@"2024-01-01" instance of date', "true"),
        ('@"2024-01-01T00:00:00" instance of date and time', "true"),
        ('@"P1D" instance of days and time duration', "true"),
        ('@"P1M" instance of years and months duration', "true"),
        ("[1, 2] instance of list<number>", "true"),
        ('[1, "a"] instance of list<number>', "false"),
        ("[1] instance of list", "null"),
        ("{} instance of context", "null"),
        ("{a: 1, b: 2} instance of context<a: number>", "true"),
        ("{b: 2} instance of context<a: number>", "false"),
        ("[1..5] instance of range<number>", "true"),
        ("[1..5] instance of range<string>", "false"),
        ("(function(x: number, y: number) x + y) instance of function<number, number>->number", "true"),
        ("(function(x: number) x > 1) instance of function<number>->boolean", "true"),
        ("(function(x: number) x) instance of function<string>->number", "false"),
        ("(function(x) x) instance of function<number>->Any", "true"),
        ("1 + 1 instance of number", "true"),
        ("1 instance of tNothing", "null"),
    ],
)
def test_instance_of_asks_the_lattice_of_types(text: str, value: str) -> None:
    assert written(text) == value


def test_a_type_that_the_caller_knows_may_be_named() -> None:
    types: dict[str, Type] = {"tPerson": ContextType((("name", STRING),)), "base.tAge": NUMBER}

    person = feel.compile("p instance of tPerson", types=types)
    age = feel.compile("(function(a: base.tAge) a)(x)", types=types)

    assert person.evaluate({"p": {"name": "Ann"}}) is True
    assert person.evaluate({"p": {"name": 1}}) is False
    assert age.evaluate({"x": "1"}) is None


def test_an_unknown_type_leaves_a_warning() -> None:
    assert messages("1 instance of tNothing") == ["There is no type of this name."]


@pytest.mark.parametrize(
    ("value", "wanted", "converted"),
    [
        (Decimal(1), NUMBER, Decimal(1)),
        ("1", NUMBER, None),
        (Decimal(1), ListType(NUMBER), [Decimal(1)]),
        ([Decimal(1)], NUMBER, Decimal(1)),
        (["1"], NUMBER, None),
        ([Decimal(1), Decimal(2)], NUMBER, None),
        (feel.Date(2024, 1, 1), DATE_TIME, feel.date_time_from_text("2024-01-01T00:00:00Z")),
        ({"a": Decimal(1)}, ContextType((("a", NUMBER),)), {"a": Decimal(1)}),
        ({}, ContextType((("a", NUMBER),)), None),
        (None, NUMBER, None),
        (5, ANY, 5),
    ],
)
def test_a_value_is_converted_to_the_type_of_its_place(value: object, wanted: Type, converted: object) -> None:
    assert feel.coerce(value, wanted) == converted


def test_conformance_of_functions_is_contravariant_in_the_parameters() -> None:
    takes_any, takes_number = FunctionType((ANY,), NUMBER), FunctionType((NUMBER,), NUMBER)

    assert conforms(takes_any, takes_number)
    assert not conforms(takes_number, takes_any)
    assert conforms(RangeType(NUMBER), RangeType(ANY))


def test_the_type_of_a_value_is_the_most_special_one() -> None:
    assert str(feel.type_of(evaluate("[1, 2]"))) == "list<number>"
    assert str(feel.type_of(evaluate('[1, "a"]'))) == "list<Any>"
    assert str(feel.type_of(evaluate("{a: 1, b: [true]}"))) == "context<a: number, b: list<boolean>>"
    assert str(feel.type_of(evaluate("[1..2]"))) == "range<number>"
    assert str(feel.type_of(evaluate("function(a: date) a"))) == "function<date>->date"
