"""Names with spaces, operators and Thai letters (DMN 1.5 §10.3.1.4 to §10.3.1.6)."""

from decimal import Decimal

import pytest

import feel
from tests.unit.feel.builders import evaluate


@pytest.mark.parametrize(
    ("text", "context", "names", "value"),
    [
        ("full name", {"full name": "Ann"}, (), "Ann"),
        ("full   name", {"full name": "Ann"}, (), "Ann"),
        ("ชื่อ ผู้รับ + เลขที่", {"ชื่อ ผู้รับ": "ก", "เลขที่": "1"}, (), "ก1"),
        ('ชื่อผู้รับ = "นงนุช"', {"ชื่อผู้รับ": "นงนุช"}, (), True),
        ("a-b", {"a-b": 7, "a": 5, "b": 2}, ("a-b",), 7),
        ("a - b", {"a-b": 7, "a": 5, "b": 2}, ("a-b",), 7),
        ("(a)-(b)", {"a-b": 7, "a": 5, "b": 2}, ("a-b",), 3),
        ("a-b", {"a": 5, "b": 2}, (), 3),
        ("Student's name", {"Student's name": "Ann"}, ("Student's name",), "Ann"),
        ("profit and loss", {"profit and loss": 1}, ("profit and loss",), 1),
        ("in stock + not sold", {"in stock": 1, "not sold": 2}, ("in stock", "not sold"), 3),
        ("rate in percent > 1", {"rate in percent": 2}, ("rate in percent",), True),
        ("Version 2.1 + 1", {"Version 2.1": 1}, ("Version 2.1",), 2),
        ("person.full name", {"person": {"full name": "Ann"}}, (), "Ann"),
        ("person.first-name", {"person": {"first-name": "Ann"}}, ("first-name",), "Ann"),
        ("{foo+bar: 5}.foo+bar", {}, (), 5),
        ("[{first name: 1}, {first name: 2}][first name > 1].first name", {}, (), [2]),
        ("for each one in [1, 2] return each one * 2", {}, (), [2, 4]),
        ("(function(full name) full name)(3)", {}, (), 3),
        ("{🐎: 1}.🐎", {}, (), 1),
    ],
)
def test_the_longest_name_in_scope_is_read(
    text: str, context: dict[str, object], names: tuple[str, ...], value: object
) -> None:
    assert evaluate(text, context, names) == value


def test_an_expression_lists_the_names_that_it_reads() -> None:
    expression = feel.compile("amount > limit and count(items[price > most]) > 0 and (for i in list return i + extra) = null")

    assert expression.names == {"amount", "limit", "items", "list", "extra"}
    assert {"price", "most", "count"} <= expression.possible_names


def test_only_the_first_part_of_a_path_is_a_name_that_is_read() -> None:
    assert feel.compile("applicant.monthly.income").names == {"applicant"}


def test_a_variable_hides_a_built_in_function_of_its_name_but_not_a_call() -> None:
    context = {"count": 3}

    assert evaluate("count + 1", context) == 4
    assert evaluate("count([1, 2])", context) == 2


def test_a_function_in_the_context_replaces_the_built_in_one_of_its_name() -> None:
    constant = feel.Function("count", [feel.Parameter("list")], lambda _arguments, _run: Decimal(99))

    assert evaluate("count([1, 2])", {"count": constant}) == 99


def test_the_context_is_asked_only_for_the_names_that_are_needed() -> None:
    asked: list[str] = []

    class Lazy(dict[str, object]):
        def __missing__(self, name: str) -> object:
            asked.append(name)
            return 1

    evaluate("a + b", Lazy())

    assert asked == ["a", "b"]
