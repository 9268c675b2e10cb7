"""Lists, filters, paths and contexts (DMN 1.5 §10.3.2.5, §10.3.2.6, tables 64, 68 and 69)."""

import pytest

from tests.unit.feel.builders import evaluate, messages, written


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[1, 2, 3][1]", "1"),
        ("[1, 2, 3][-1]", "3"),
        ("[1, 2, 3][0]", "null"),
        ("[1, 2, 3][4]", "null"),
        ("[1, 2, 3, 4][item > 2]", "[3, 4]"),
        ("[1, 2, 3][true]", "[1, 2, 3]"),
        ("[1, 2, 3][even(item)]", "[2]"),
        ("[{x: 1, y: 2}, {x: 2, y: 3}][x = 1]", "[{x: 1, y: 2}]"),
        ("[{x: 1}, {x: null}][x < 2]", "[{x: 1}]"),
        ("[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]"),
        ("[{x: 1}][y > 1]", "[]"),
        ('[1, 2]["no boolean"]', "null"),
        ("3[item > 2]", "[3]"),
        ("3[1]", "3"),
        ("null[true]", "null"),
        ("[][item > 1]", "[]"),
        ("[[1, 2], [3]][count(item) = 1]", "[[3]]"),
    ],
)
def test_a_filter_takes_an_index_or_a_condition(text: str, value: str) -> None:
    assert written(text) == value


def test_an_index_may_come_from_a_variable_and_a_condition_from_a_member() -> None:
    context = {"list": [10, 20, 30], "i": 2, "people": [{"is active": True, "n": 1}, {"is active": False, "n": 2}]}

    assert evaluate("list[i]", context) == 20
    assert evaluate("list[i + 1]", context) == 30
    assert written("people[is active]", context) == "[{is active: true, n: 1}]"


def test_a_condition_may_read_variables_outside_the_list() -> None:
    context = {"orders": [{"total": 5}, {"total": 15}], "limit": 10, "total": 1}

    assert evaluate("orders[total > limit].total", context) == [15]


def test_filters_nest() -> None:
    text = "departments[number = employees[name = who][1].department][1].manager"
    context = {
        "departments": [{"number": 10, "manager": "Ann"}, {"number": 20, "manager": "Bob"}],
        "employees": [{"name": "Cy", "department": 20}],
        "who": "Cy",
    }

    assert evaluate(text, context) == "Bob"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: {b: 1}}.a.b", "1"),
        ("{a: 1}.b", "null"),
        ("null.a", "null"),
        ("[{a: 1}, {a: 2}].a", "[1, 2]"),
        ("[{x: 1, y: 2}, {x: 2}].y", "[2, null]"),
        ("[{a: {b: [1]}}, {a: {b: [2.1, 2.2]}}].a.b", "[[1], [2.1, 2.2]]"),
        ("[[{a: 1}], {a: 2}].a", "[[1], 2]"),
        ('"text".length', "null"),
    ],
)
def test_a_path_goes_through_contexts_and_lists(text: str, value: str) -> None:
    assert written(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: 1, b: a + 1, c: b * 2}", "{a: 1, b: 2, c: 4}"),
        ("{a: 1, b: {c: a}}.b.c", "1"),
        ("{a: 1, a: 2}", "null"),
        ("{isPositive: function(x) x > 0, r: isPositive(1)}.r", "true"),
        (
            "{even?: function(n) if n = 0 then true else odd?(n - 1), odd?: function(n) if n = 0 then false else even?(n - 1), r: even?(10)}.r",
            "true",
        ),
    ],
)
def test_an_entry_sees_those_before_it_and_a_function_all_of_them(text: str, value: str) -> None:
    assert written(text) == value


def test_an_entry_reads_a_variable_of_its_own_name_from_outside() -> None:
    assert written("{a: a + 1}", {"a": 1}) == "{a: 2}"


def test_members_of_python_mappings_are_read_like_contexts() -> None:
    assert evaluate("person.name", {"person": {"name": "Ann"}}) == "Ann"
    assert evaluate("pair[2]", {"pair": (1, 2)}) == 2


def test_a_missing_member_leaves_a_warning() -> None:
    assert messages("{a: 1}.b") == ["There is no 'b' in a context."]


def test_a_filter_over_ten_thousand_items_works() -> None:
    context = {"items": [{"n": number} for number in range(10_000)]}

    assert evaluate("count(items[n >= 5000])", context) == 5_000
