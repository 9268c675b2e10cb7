"""Properties that hold for any table and any input: the index agrees with FEEL, the checks agree with evaluations."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import feel
from engine import dmn
from engine.dmn.boxed import Text
from engine.dmn.columns import compile_column
from engine.dmn.compiling import Compiling
from engine.dmn.run import Run
from tests.unit.dmn.builders import decision, definitions, table_model

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

numbers = st.integers(-3, 6).map(str) | st.sampled_from(["1.5", "-0.5", "2.50"])
texts = st.sampled_from(['"a"', '"b"', '"ก"', '""'])
dates = st.sampled_from(['date("2026-01-01")', '@"2026-01-02"', 'date("2025-12-31")'])
literals = numbers | texts | dates | st.sampled_from(["true", "false", "null"])


def of_one_kind(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    comparison = st.tuples(st.sampled_from(["<", "<=", ">", ">="]), values).map(" ".join)
    bracket = st.tuples(st.sampled_from("[("), values, values, st.sampled_from("])")).map(
        lambda parts: f"{parts[0]}{parts[1]}..{parts[2]}{parts[3]}"
    )
    return comparison | bracket


tests = literals | of_one_kind(numbers) | of_one_kind(texts) | of_one_kind(dates)
lists = st.lists(tests, min_size=1, max_size=3).map(", ".join)
cells = lists | lists.map(lambda text: f"not({text})") | st.just("? = x")
values = (
    st.integers(-4, 7)
    | st.sampled_from([Decimal("1.5"), Decimal("2.5"), 0.5, "a", "b", "ก", "", "c", True, False, None])
    | st.sampled_from([feel.Date(2026, 1, 1), feel.Date(2026, 1, 2), feel.Date(2026, 2, 1), [1], ["a", "b"], {"a": 1}])
)


@given(st.lists(cells | st.none(), min_size=1, max_size=6), values)
@settings(max_examples=400, deadline=None)
def test_a_column_passes_exactly_the_rules_whose_cells_feel_says_the_value_passes(
    column: list[str | None], value: object
) -> None:
    scope = {"x": 1}
    compiled = compile_column([None if cell is None else Text(cell) for cell in column], frozenset(scope), Compiling([]))

    passed = compiled.matches(feel.adopt(value), (1 << len(column)) - 1, scope, Run(feel.Evaluation()))

    expected = [cell is None or feel.compile_unary_tests(cell).evaluate(value, scope) is True for cell in column]
    assert [bool(passed >> rule & 1) for rule in range(len(column))] == expected


number_rules = st.lists(
    st.tuples(of_one_kind(numbers) | numbers | st.just("-"), of_one_kind(numbers) | st.just("-")), min_size=1, max_size=5
)


@given(number_rules)
@settings(max_examples=150, deadline=None)
def test_a_table_without_findings_matches_exactly_one_rule_whatever_the_numbers(rules: list[tuple[str, str]]) -> None:
    checked = table_model(["x", "y"], ["z"], *([*rule, str(number)] for number, rule in enumerate(rules)))
    kinds = {str(finding.rule_id) for finding in dmn.check(checked)}
    points = [Decimal(n) / 4 for n in range(-20, 32)]

    results = [dmn.evaluate(checked, "d", {"x": x, "y": y}) for x in points[::3] for y in points[::5]]

    has_overlap = any(result.failure for result in results)
    has_gap = any(not result.failure and result.output is None for result in results)
    assert not (has_overlap and not kinds & {"overlapping-rules", "duplicate-rule"})
    assert not (has_gap and "gap" not in kinds)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_bytes_that_are_no_model_are_refused(xml: bytes) -> None:
    with pytest.raises(dmn.DmnError):
        dmn.parse(xml)


@given(st.text(max_size=40), values)
@settings(max_examples=200, deadline=None)
def test_any_text_in_a_model_is_compiled_or_refused_and_never_raises_when_it_runs(text: str, value: object) -> None:
    safe = "".join(char for char in text if char.isprintable()).replace("&", "").replace("<", "")
    xml = definitions(decision("d", f"<literalExpression><text>{safe}</text></literalExpression>"))

    parsed = dmn.parse(xml, tolerant=True)

    dmn.evaluate(parsed, "d", {"x": value})
    dmn.check(parsed)
