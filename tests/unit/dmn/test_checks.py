"""Static checks: exact where they speak, silent where they cannot know."""

import pytest

from engine import dmn
from tests.unit.dmn.builders import decision, definitions, function, input_data, literal, model, table, table_model

NUMBER = {"x": "number"}


def found(checked: dmn.Definitions) -> list[tuple[str, str | None]]:
    return [(str(finding.rule_id), finding.element_id) for finding in dmn.check(checked)]


def english(checked: dmn.Definitions) -> list[str]:
    return [finding.message_en for finding in dmn.check(checked)]


def test_a_complete_table_without_overlaps_has_no_findings() -> None:
    checked = table_model(["x", "b"], ["y"], ["< 10", "true", "1"], ["< 10", "false", "2"], [">= 10", "-", "3"])

    assert found(checked) == []


def test_overlapping_rules_under_unique_are_found_with_the_region() -> None:
    checked = table_model(["x"], ["y"], ["[0..10]", "1"], ["[5..20)", "2"], ["< 0, >= 20", "3"])

    (finding,) = dmn.check(checked)

    assert (finding.rule_id, finding.element_id) == ("overlapping-rules", "r2")
    assert "1 and 2" in finding.message_en
    assert "x: [5..10]" in finding.message_en
    assert "ข้อ 1 และข้อ 2" in finding.message_th


def test_rules_that_only_touch_do_not_overlap() -> None:
    assert found(table_model(["x"], ["y"], ["<= 5", "1"], ["> 5", "2"])) == []


def test_overlaps_are_allowed_under_first() -> None:
    assert found(table_model(["x"], ["y"], ["< 5", "1"], ["-", "2"], hit_policy="FIRST")) == []


def test_under_any_only_different_outputs_conflict() -> None:
    checked = table_model(["x"], ["y"], ["< 5", "1"], ["< 3", "1.0"], ["> 4", "2"], ["4.5", "x"], hit_policy="ANY")

    assert found(checked) == [("conflicting-rules", "r3")]


def test_gaps_are_described_by_the_values_that_no_rule_matches() -> None:
    checked = table_model(["x", "s"], ["y"], ["< 10", '"a"', "1"], ["> 10", "-", "2"])

    assert english(checked) == ["No rule matches when x: 10.", 'No rule matches when x: < 10; s: not("a").']


def test_dates_are_counted_in_whole_days() -> None:
    whole = table_model(["d"], ["y"], ['<= date("2026-01-31")', "1"], ['>= date("2026-02-01")', "2"])
    open_day = table_model(["d"], ["y"], ['< date("2026-01-31")', "1"], ['>= date("2026-02-01")', "2"])

    assert found(whole) == []
    assert english(open_day) == ['No rule matches when d: date("2026-01-31").']


def test_input_values_bound_what_a_table_must_cover() -> None:
    checked = table_model(["s"], ["y"], ['"a"', "1"], ['"b"', "2"], input_values={"s": '"a", "b", "c"'})

    assert english(checked) == ['No rule matches when s: "c".']


def test_allowed_values_of_a_type_bound_it_too() -> None:
    grade = '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>'
    logic = table(["s"], ["y"], ['"a"', "1"], ['"b"', "2"], types={"s": "tGrade"})

    assert found(model(grade, decision("d", logic))) == []


def test_a_boolean_column_needs_both_values() -> None:
    assert english(table_model(["b"], ["y"], ["true", "1"])) == ["No rule matches when b: false."]


def test_defaults_and_lists_leave_no_gap() -> None:
    assert found(table_model(["x"], ["y"], ["> 1", "1"], defaults={"y": "0"})) == []
    assert found(table_model(["x"], ["y"], ["> 1", "1"], hit_policy="COLLECT")) == []


def test_cells_that_only_an_evaluation_can_tell_are_given_the_benefit_of_the_doubt() -> None:
    assert found(table_model(["x"], ["y"], ["> limit", "1"], ["<= limit", "2"])) == []
    assert found(table_model(["x"], ["y"], ["> 5", "1"], ["contains(?, 3)", "2"])) == []


def test_a_rule_that_earlier_ones_always_beat_is_unreachable() -> None:
    checked = table_model(
        ["x", "b"], ["y"], ["< 10", "-", "1"], [">= 10", "true", "2"], ["> 5", "-", "3"], ["> 20", "true", "4"],
        ["-", "-", "5"], hit_policy="FIRST",
    )  # fmt: skip

    assert found(checked) == [("unreachable-rule", "r4"), ("unreachable-rule", "r5")]


def test_a_cell_that_no_value_passes_makes_a_rule_unreachable() -> None:
    checked = table_model(["x"], ["y"], ["[9..1]", "1"], ["-", "2"], hit_policy="FIRST")
    foreign = table_model(["s"], ["y"], ['"z"', "1"], ["-", "2"], input_values={"s": '"a"'})

    assert found(checked) == [("unreachable-rule", "r1")]
    assert found(foreign) == [("unreachable-rule", "r1")]


def test_a_rule_for_null_can_be_reached() -> None:
    assert found(table_model(["x"], ["y"], ["null", "1"], ["-", "2"], hit_policy="FIRST")) == []


def test_duplicates_are_found_however_they_are_written() -> None:
    checked = table_model(["s"], ["y"], ['"a","b"', "1"], ['"b", "a"', "1"], hit_policy="COLLECT")

    assert found(checked) == [("duplicate-rule", "r2")]


def test_outputs_outside_the_allowed_values_are_found() -> None:
    checked = table_model(["x"], ["y"], ["-", '"c"'], output_values={"y": '"a", "b"'})

    assert [rule for rule, _ in found(checked)] == ["output-not-allowed"]


@pytest.mark.parametrize(
    ("cell", "output", "rules"), [('"a"', "1", ["type-clash"]), ("1", '"a"', ["type-clash"]), ("1", "1", [])]
)
def test_constants_of_the_wrong_type_are_found(cell: str, output: str, rules: list[str]) -> None:
    checked = table_model(["x"], ["y"], [cell, output], types={"x": "number", "y": "number"}, hit_policy="COLLECT")

    assert [rule for rule, _ in found(checked)] == rules


def test_names_that_no_scope_defines_are_found_where_the_scope_is_closed() -> None:
    checked = model(
        input_data("x"),
        decision("open", literal("anything + 1")),
        decision("closed", literal("x + y"), inputs=["x"]),
        function("f", {"a": None}, literal("a + b")),
    )

    assert [message for message in english(checked) if "known" in message] == [
        "The name y is not known here.",
        "The name b is not known here.",
    ]


def test_a_model_with_faults_is_checked_too() -> None:
    checked = dmn.parse(definitions(decision("d", table(["x"], ["y"], ["> >", "1"], ["1", "1"]))), tolerant=True)

    (first, *_) = dmn.check(checked)

    assert first.rule_id == "broken"
    assert first.position is not None
    assert first.position.column is not None


def test_a_large_table_is_checked_in_the_time_of_a_request() -> None:
    rules = [[f"[{n}..{n + 1})", f'"{n % 7}"', str(n)] for n in range(3000)]

    checked = table_model(["x", "s"], ["y"], *rules, ["[10..11]", '"3"', "0"])

    assert "overlapping-rules" in {rule for rule, _ in found(checked)}


@pytest.mark.parametrize(
    ("lower", "upper", "gap"),
    [
        ('< time("09:00:00")', '> time("09:00:00")', 'time("09:00:00")'),
        ('< duration("P1D")', '> duration("P1D")', 'duration("P1D")'),
        ('< duration("P1Y")', '> duration("P1Y")', 'duration("P1Y")'),
        (
            '< date and time("2026-01-01T00:00:00")',
            '>= @"2026-01-02T00:00:00"',
            '[date and time("2026-01-01T00:00:00")..date and time("2026-01-02T00:00:00"))',
        ),
        ('< "b"', '> "b"', '"b"'),
    ],
)
def test_gaps_between_values_of_every_kind_are_named(lower: str, upper: str, gap: str) -> None:
    assert english(table_model(["x"], ["y"], [lower, "1"], [upper, "2"])) == [f"No rule matches when x: {gap}."]


def test_zoned_and_local_times_are_not_compared() -> None:
    assert found(table_model(["x"], ["y"], ['< time("09:00:00")', "1"], ['>= time("09:00:00Z")', "2"])) == []
