"""Hit policies: which of the matching rules make the output."""

from decimal import Decimal

import pytest

from engine import dmn
from tests.unit.dmn.builders import decision, model, table, table_model

RISKS = (["age"], ["risk"])
OVERLAPPING = (["< 30", '"high"'], ["< 40", '"medium"'], ["< 50", '"low"'])


def output(definitions: dmn.Definitions, **variables: object) -> object:
    return dmn.evaluate(definitions, "d", variables).output


def test_a_unique_table_gives_the_value_of_its_one_matching_rule() -> None:
    definitions = table_model(["age"], ["risk"], ["< 18", '"minor"'], [">= 18", '"adult"'])

    assert output(definitions, age=17) == "minor"
    assert output(definitions, age=18) == "adult"


def test_two_matching_rules_violate_unique_and_name_the_decision() -> None:
    definitions = table_model(*RISKS, *OVERLAPPING)

    result = dmn.evaluate(definitions, "d", {"age": 20})

    assert result.output is None
    assert result.failed_decision_id == "d"
    assert result.failure is not None
    assert "1, 2 and 3" in result.failure
    assert [rule.rule_index for rule in result.decisions[0].matched_rules] == [1, 2, 3]


def test_first_takes_the_first_matching_rule_in_the_order_of_the_table() -> None:
    definitions = table_model(*RISKS, *OVERLAPPING, hit_policy="FIRST")

    assert output(definitions, age=35) == "medium"


def test_any_accepts_several_rules_with_equal_outputs() -> None:
    definitions = table_model(["a", "b"], ["ok"], ["> 1", "-", "1"], ["-", "> 1", "1.0"], hit_policy="ANY")

    assert output(definitions, a=2, b=2) == 1


def test_any_is_violated_by_different_outputs() -> None:
    definitions = table_model(*RISKS, *OVERLAPPING, hit_policy="ANY")

    result = dmn.evaluate(definitions, "d", {"age": 20})

    assert result.output is None
    assert result.failure is not None


def test_priority_takes_the_output_that_the_output_values_name_first() -> None:
    definitions = table_model(*RISKS, *OVERLAPPING, hit_policy="PRIORITY", output_values={"risk": '"low", "medium", "high"'})

    result = dmn.evaluate(definitions, "d", {"age": 20})

    assert result.output == "low"
    assert [rule.rule_index for rule in result.decisions[0].matched_rules] == [3]


def test_priority_compares_the_first_output_before_the_second() -> None:
    definitions = table_model(
        ["x"],
        ["status", "rate"],
        ["-", '"Declined"', '"Best"'],
        ["-", '"Approved"', '"Standard"'],
        ["-", '"Approved"', '"Best"'],
        hit_policy="PRIORITY",
        output_values={"status": '"Approved", "Declined"', "rate": '"Best", "Standard"'},
    )

    assert output(definitions, x=1) == {"status": "Approved", "rate": "Best"}


def test_output_values_that_are_ranges_order_priorities_too() -> None:
    definitions = table_model(
        ["x"], ["y"], ["-", "5"], ["-", "50"], hit_policy="PRIORITY", output_values={"y": "[10..100], [0..10)"}
    )

    assert output(definitions, x=1) == 50


def test_collect_gives_all_outputs_as_a_list() -> None:
    definitions = table_model(*RISKS, *OVERLAPPING, hit_policy="COLLECT")

    assert output(definitions, age=35) == ["medium", "low"]


def test_rule_order_and_output_order_sort_the_list() -> None:
    by_rule = table_model(*RISKS, *OVERLAPPING, hit_policy="RULE ORDER")
    by_output = table_model(*RISKS, *OVERLAPPING, hit_policy="OUTPUT ORDER", output_values={"risk": '"low", "medium", "high"'})

    assert output(by_rule, age=20) == ["high", "medium", "low"]
    assert output(by_output, age=20) == ["low", "medium", "high"]


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("SUM", Decimal(60)), ("MIN", Decimal(10)), ("MAX", Decimal(30)), ("COUNT", Decimal(3))]
)
def test_collect_aggregates_its_outputs(aggregation: str, expected: Decimal) -> None:
    definitions = table_model(
        ["x"], ["y"], ["> 1", "10"], ["> 2", "20"], ["> 3", "30"], hit_policy="COLLECT", aggregation=aggregation
    )

    assert output(definitions, x=4) == expected


def test_the_sum_of_texts_is_a_failure_and_no_exception() -> None:
    definitions = table_model(["x"], ["y"], ["-", '"a"'], hit_policy="COLLECT", aggregation="SUM")

    result = dmn.evaluate(definitions, "d", {"x": 1})

    assert result.output is None
    assert result.failure is not None
    assert "numbers" in result.failure


@pytest.mark.parametrize(
    ("hit_policy", "aggregation", "expected"),
    [
        ("UNIQUE", None, None),
        ("COLLECT", None, []),
        ("RULE ORDER", None, []),
        ("COLLECT", "SUM", None),
        ("COLLECT", "COUNT", Decimal(0)),
    ],
)
def test_without_a_matching_rule_the_output_is_null_or_empty(
    hit_policy: str, aggregation: str | None, expected: object
) -> None:
    definitions = table_model(["x"], ["y"], ["> 5", "1"], hit_policy=hit_policy, aggregation=aggregation)

    result = dmn.evaluate(definitions, "d", {"x": 1})

    assert result.output == expected
    assert result.failure is None


def test_default_outputs_stand_in_when_no_rule_matches() -> None:
    definitions = table_model(["x"], ["status", "rate"], ["> 5", '"ok"', "1"], defaults={"status": '"declined"', "rate": "0"})

    assert output(definitions, x=1) == {"status": "declined", "rate": 0}


def test_several_outputs_make_a_context_and_collected_ones_a_list_of_contexts() -> None:
    definitions = table_model(["x"], ["a", "b"], ["> 1", "1", "2"], ["> 2", "3", "4"], hit_policy="COLLECT")

    assert output(definitions, x=3) == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]


def test_priorities_come_from_the_type_when_the_output_lists_no_values() -> None:
    grade = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
        '<allowedValues><text>"low", "medium", "high"</text></allowedValues></itemDefinition>'
    )
    logic = table(*RISKS, *OVERLAPPING, hit_policy="PRIORITY", types={"risk": "tGrade"})

    assert output(model(grade, decision("d", logic)), age=20) == "low"
