"""Expressions that would take too much end with an error of ours."""

import pytest

import feel
from tests.unit.feel.builders import evaluate


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("for i in 1..10**9 return i", "steps"),
        ("for i in 1..10000, j in 1..10000 return i", "steps"),
        ("some i in 1..10**8 satisfies false", "steps"),
        ("count(for i in 1..1000 return for j in 1..1000 return j)", "steps"),
        ("distinct values(for i in 1..3000 return [i])", "steps"),
        ('for i in 1..40 return if i = 1 then "x" else partial[-1] + partial[-1]', "string_length"),
        ("{f: function(n) f(n + 1), r: f(1)}.r", "depth"),
        ("{f: function(g) g(g), r: f(f)}.r", "depth"),
        ('matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "^(a|aa)+$")', "pattern_seconds"),
        ('replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", "^(a|aa)+$", "x")', "pattern_seconds"),
    ],
)
def test_a_bomb_ends_with_the_limit_that_it_exceeds(text: str, limit: str) -> None:
    limits = feel.Limits(steps=20_000, seconds=60.0, string_length=10_000, pattern_seconds=0.05)

    with pytest.raises(feel.FeelLimitError) as caught:
        feel.compile(text).evaluate({}, feel.Evaluation(limits=limits))

    assert caught.value.limit == limit


def test_a_long_list_is_refused() -> None:
    expression = feel.compile("concatenate(list, list)")
    evaluation = feel.Evaluation(limits=feel.Limits(list_length=15))

    with pytest.raises(feel.FeelLimitError, match="A list would have 20 items; 15 are allowed"):
        expression.evaluate({"list": list(range(10))}, evaluation)


def test_time_is_limited_too() -> None:
    expression = feel.compile("for i in 1..5000 return i")
    evaluation = feel.Evaluation(limits=feel.Limits(seconds=-1.0))

    with pytest.raises(feel.FeelLimitError, match="seconds"):
        expression.evaluate({}, evaluation)


def test_the_limits_count_anew_for_each_expression() -> None:
    expression = feel.compile("count(for i in 1..800 return i)")
    evaluation = feel.Evaluation(limits=feel.Limits(steps=2_000))

    for _ in range(10):
        assert expression.evaluate({}, evaluation) == 800


def test_expressions_that_are_evaluated_as_one_share_the_limits() -> None:
    expression = feel.compile("count(for i in 1..800 return i)")
    evaluation = feel.Evaluation(limits=feel.Limits(steps=2_000))

    with evaluation.as_one():
        values = [expression.evaluate({}, evaluation), expression.evaluate({}, evaluation)]
        with pytest.raises(feel.FeelLimitError, match="2000 steps"):
            expression.evaluate({}, evaluation)

    assert values == [800, 800]


def test_values_nested_beyond_pythons_stack_are_an_error_of_ours() -> None:
    nested: list[object] = []
    for _ in range(5_000):
        nested = [nested]

    with pytest.raises(feel.FeelLimitError, match="nested too deeply"):
        evaluate("string(x)", {"x": nested})


def test_a_list_nested_five_thousand_deep_is_flattened() -> None:
    nested: list[object] = [1]
    for _ in range(5_000):
        nested = [nested]

    assert evaluate("flatten(x)", {"x": nested}) == [1]


def test_a_literal_of_ten_thousand_items_is_read_and_filtered() -> None:
    text = "[" + ",".join(map(str, range(10_000))) + "][item > 9997]"

    assert evaluate(text) == [9998, 9999]


def test_no_more_warnings_than_allowed_are_kept() -> None:
    evaluation = feel.Evaluation(limits=feel.Limits(warnings=3))

    feel.compile("for i in 1..10 return missing").evaluate({}, evaluation)

    assert len(evaluation.warnings) == 3
