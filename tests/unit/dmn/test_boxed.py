"""Boxed expressions."""

import pytest

import feel
from engine import dmn
from tests.unit.dmn.builders import decision, literal, model, variable


def output(logic: str, **variables: object) -> object:
    return dmn.evaluate(model(decision("d", logic)), "d", variables).output


def entry(name: str | None, logic: str) -> str:
    return f"<contextEntry>{variable(name) if name else ''}{logic}</contextEntry>"


def part(name: str, text: str) -> str:
    return f"<{name}>{literal(text)}</{name}>"


def test_a_context_gives_its_entries_and_each_sees_those_before() -> None:
    logic = f"<context>{entry('a', literal('1'))}{entry('b c', literal('a + 1'))}{entry('e', literal('b c * 2'))}</context>"

    assert output(logic) == {"a": 1, "b c": 2, "e": 4}


def test_a_context_with_a_result_gives_only_the_result() -> None:
    assert output(f"<context>{entry('a', literal('1'))}{entry(None, literal('a + 1'))}</context>") == 2


def test_a_list_and_a_relation_give_lists() -> None:
    relation = (
        '<relation><column name="n"/><column name="unit price"/>'
        f"<row>{literal('1')}{literal('10')}</row><row>{literal('2')}{literal('20')}</row></relation>"
    )

    assert output(f"<list>{literal('1')}{literal('x')}</list>", x="a") == [1, "a"]
    assert output(relation) == [{"n": 1, "unit price": 10}, {"n": 2, "unit price": 20}]


def test_a_boxed_function_is_called_with_named_parameters() -> None:
    function = f'<functionDefinition><formalParameter name="x"/>{literal("x * y")}</functionDefinition>'
    call = f'<invocation>{literal("f")}<binding><parameter name="x"/>{literal("4")}</binding></invocation>'

    assert output(f"<context>{entry('y', literal('3'))}{entry('f', function)}{entry(None, call)}</context>") == 12


def test_an_invocation_with_an_unknown_parameter_is_null() -> None:
    function = f'<functionDefinition><formalParameter name="x"/>{literal("1")}</functionDefinition>'
    call = f'<invocation>{literal("f")}<binding><parameter name="z"/>{literal("4")}</binding></invocation>'

    assert output(f"<context>{entry('f', function)}{entry(None, call)}</context>") is None


def test_an_invocation_calls_built_in_functions_too() -> None:
    call = f'<invocation>{literal("upper case")}<binding><parameter name="string"/>{literal("x")}</binding></invocation>'

    assert output(call, x="a") == "A"


def test_an_external_function_is_null() -> None:
    function = f'<functionDefinition kind="Java"><formalParameter name="x"/>{literal("1")}</functionDefinition>'

    assert output(f"<context>{entry('f', function)}{entry(None, literal('f(1)'))}</context>") is None


@pytest.mark.parametrize(("x", "expected"), [(True, "yes"), (False, "no"), (None, "no")])
def test_a_conditional_takes_then_only_when_it_is_true(x: object, expected: str) -> None:
    logic = f"<conditional>{part('if', 'x')}{part('then', 'yes')}{part('else', 'no')}</conditional>"

    assert output(logic, x=x, yes="yes", no="no") == expected


def test_a_filter_sees_the_item_and_its_entries() -> None:
    prices = [{"price": 1}, {"price": 5}]

    assert output(f"<filter>{part('in', 'xs')}{part('match', 'price > 2')}</filter>", xs=prices) == [{"price": 5}]
    assert output(f"<filter>{part('in', 'xs')}{part('match', 'item.price < 2')}</filter>", xs=prices) == [{"price": 1}]
    assert output(f"<filter>{part('in', 'xs')}{part('match', 'price')}</filter>", xs=prices) is None


def test_for_collects_results_and_sees_the_partial_ones() -> None:
    squares = f'<for iteratorVariable="i">{part("in", "[1, 2, 3]")}{part("return", "i * i")}</for>'
    sums = f'<for iteratorVariable="i">{part("in", "[1..4]")}{part("return", "i + count(partial)")}</for>'

    assert output(squares) == [1, 4, 9]
    assert output(sums) == [1, 3, 5, 7]


@pytest.mark.parametrize(
    ("kind", "condition", "expected"),
    [
        ("some", "i > 2", True),
        ("some", "i > 3", False),
        ("every", "i > 0", True),
        ("every", "i > 1", False),
        ("some", '"no boolean"', None),
        ("every", "null", None),
    ],
)
def test_some_and_every_combine_booleans(kind: str, condition: str, expected: bool | None) -> None:
    logic = f'<{kind} iteratorVariable="i">{part("in", "[1, 2, 3]")}{part("satisfies", condition)}</{kind}>'

    assert output(logic) is expected


def test_for_goes_through_ranges_of_dates_and_backwards() -> None:
    days = f'<for iteratorVariable="d">{part("in", "[from..to)")}{part("return", "d.day")}</for>'
    down = f'<for iteratorVariable="i">{part("in", "3..1")}{part("return", "i")}</for>'.replace("3..1", "x")

    assert output(days, **{"from": feel.Date(2026, 1, 30), "to": feel.Date(2026, 2, 2)}) == [30, 31, 1]
    assert output(down, x=feel.Range(3, 1)) == [3, 2, 1]
    assert output(down, x=feel.Range("a", "c")) is None


@pytest.mark.parametrize("kind", ["for", "some", "every"])
def test_an_iteration_takes_one_value_as_a_list_and_null_as_nothing(kind: str) -> None:
    body = "return" if kind == "for" else "satisfies"
    logic = f'<{kind} iteratorVariable="i">{part("in", "x")}{part(body, "i = 1")}</{kind}>'

    assert output(logic, x=1) == ([True] if kind == "for" else True)
    assert output(logic, x=None) is None


def test_what_is_invoked_must_be_a_function() -> None:
    call = f'<invocation>{literal("x")}<binding><parameter name="a"/>{literal("1")}</binding></invocation>'

    assert output(call, x=1) is None
