"""Decision tables: cells, inputs, types, what is recorded."""

from decimal import Decimal

import feel
from engine import dmn
from tests.unit.dmn.builders import decision, definitions, literal, model, table, table_model


def test_the_record_names_inputs_rules_and_outputs() -> None:
    definitions = table_model(["age", "status"], ["risk"], ["> 18", '"A","B"', '"low"'], ["-", '"C"', '"high"'])

    (evaluated,) = dmn.evaluate(definitions, "d", {"age": 20, "status": "B"}).decisions

    assert (evaluated.decision_id, evaluated.decision_name, evaluated.decision_type) == ("d", "d", "DECISION_TABLE")
    assert [(each.id, each.name, each.value) for each in evaluated.inputs] == [("in1", "age", 20), ("in2", "status", "B")]
    (rule,) = evaluated.matched_rules
    assert (rule.rule_id, rule.rule_index) == ("r1", 1)
    assert [(out.id, out.name, out.rule_id, out.value) for out in rule.outputs] == [("out1", "risk", "r1", "low")]


def test_cells_of_every_form_are_matched() -> None:
    definitions = table_model(
        ["x"],
        ["y"],
        ["[1..5]", '"closed"'],
        ["(5..10)", '"open"'],
        ["10, 11", '"listed"'],
        ["not(< 20, 25)", '"negated"'],
        ["? + 1 < 20 and ? > 11", '"computed"'],
        hit_policy="FIRST",
    )

    outputs = [dmn.evaluate(definitions, "d", {"x": x}).output for x in (1, 5, 6, 10, 11, 12, 19, 25, 30)]

    assert outputs == ["closed", "closed", "open", "listed", "listed", "computed", None, None, "negated"]


def test_dates_and_durations_are_compared_in_cells() -> None:
    definitions = table_model(
        ["date(day)", "duration(length)"],
        ["y"],
        ['< date("2026-01-01")', '<= duration("P1D")', '"early"'],
        ['>= @"2026-01-01"', "-", '"late"'],
    )

    assert dmn.evaluate(definitions, "d", {"day": "2025-12-31", "length": "PT24H"}).output == "early"
    assert dmn.evaluate(definitions, "d", {"day": "2026-01-01", "length": "P9D"}).output == "late"


def test_a_date_in_json_is_a_text_that_a_typed_input_reads() -> None:
    definitions = table_model(["day"], ["y"], ['< date("2026-01-01")', "1"], types={"day": "date"})

    assert dmn.evaluate(definitions, "d", {"day": "2025-12-31"}).output == 1


def test_null_matches_a_cell_that_names_null_and_no_comparison() -> None:
    definitions = table_model(["x"], ["y"], ["null", '"none"'], ["> 0", '"some"'], ["-", '"any"'], hit_policy="FIRST")

    assert dmn.evaluate(definitions, "d", {}).output == "none"
    assert dmn.evaluate(definitions, "d", {"x": None}).output == "none"
    assert dmn.evaluate(definitions, "d", {"x": -1}).output == "any"


def test_a_value_of_another_type_matches_no_rule_and_does_not_raise() -> None:
    definitions = table_model(["x"], ["y"], ["> 5", "1"], ['"a"', "2"], ["true", "3"])

    assert dmn.evaluate(definitions, "d", {"x": [1, 2]}).output is None
    assert dmn.evaluate(definitions, "d", {"x": "a"}).output == 2
    assert dmn.evaluate(definitions, "d", {"x": True}).output == 3


def test_a_float_from_json_is_a_number() -> None:
    definitions = table_model(["x"], ["y"], ["[0.1..0.2]", "x"])

    assert dmn.evaluate(definitions, "d", {"x": 0.1}).output == Decimal("0.1")


def test_cells_see_the_other_variables() -> None:
    definitions = table_model(["amount"], ["y"], ["> limit", '"over"'], ["<= limit", '"under"'])

    assert dmn.evaluate(definitions, "d", {"amount": 10, "limit": 5}).output == "over"


def test_a_value_outside_the_input_values_is_a_failure() -> None:
    definitions = table_model(["x"], ["y"], ["-", "1"], input_values={"x": '"A","B"'})

    assert dmn.evaluate(definitions, "d", {"x": "A"}).output == 1
    assert dmn.evaluate(definitions, "d", {"x": "C"}).failure is not None


def test_an_output_outside_its_values_is_warned_about() -> None:
    definitions = table_model(["x"], ["y"], ["-", '"C"'], output_values={"y": '"A","B"'})
    evaluation = feel.Evaluation()

    assert dmn.evaluate(definitions, "d", {"x": 1}, evaluation).output == "C"
    assert any("output values" in warning.message for warning in evaluation.warnings)


def test_a_table_without_a_condition_always_matches() -> None:
    definitions = table_model([], ["y"], ["1"])

    assert dmn.evaluate(definitions, "d", {}).output == 1


def test_a_table_of_five_thousand_rules_reaches_no_limit() -> None:
    rules = [[f"[{n}..{n + 1})", f'"{n % 7}"', str(n)] for n in range(5000)]
    definitions = table_model(["x", "y"], ["z"], *rules)

    assert dmn.evaluate(definitions, "d", {"x": Decimal("4321.5"), "y": str(4321 % 7)}).output == 4321


def test_a_chain_of_two_thousand_decisions_reaches_no_limit() -> None:
    chain = [decision("d0", literal("0"))]
    chain += [decision(f"d{n}", literal(f"d{n - 1} + 1"), decisions=[f"d{n - 1}"]) for n in range(1, 2000)]

    result = dmn.evaluate(model(*chain), "d1999", {})

    assert result.output == 1999
    assert [each.decision_id for each in result.decisions[:2]] == ["d0", "d1"]


def test_a_table_inside_an_invoked_function_is_recorded_for_the_decision() -> None:
    from tests.unit.dmn.builders import function

    lookup = function("lookup", {"x": None}, table(["x"], ["y"], ["> 1", '"big"'], ["<= 1", '"small"']))
    definitions = model(lookup, decision("d", literal("lookup(5)"), knowledge=["lookup"]))

    (evaluated,) = dmn.evaluate(definitions, "d", {}).decisions

    assert [rule.rule_id for rule in evaluated.matched_rules] == ["r1"]


def test_a_model_of_the_camunda_modeler_needs_no_input_data() -> None:
    xml = definitions(
        '<decision id="season" name="Season"><decisionTable id="t"><input id="i" label="Month">'
        '<inputExpression id="e" typeRef="number"><text>month</text></inputExpression></input>'
        '<output id="o" name="season" typeRef="string"/>'
        '<rule id="r1"><inputEntry id="c1"><text>[3..5]</text></inputEntry>'
        '<outputEntry id="c2"><text>"summer"</text></outputEntry></rule>'
        '<rule id="r2"><inputEntry id="c3"><text></text></inputEntry>'
        '<outputEntry id="c4"><text>"other"</text></outputEntry></rule></decisionTable></decision>'
        '<decision id="menu" name="Menu"><informationRequirement><requiredDecision href="#season"/></informationRequirement>'
        "<literalExpression><text>season + guests</text></literalExpression></decision>",
        dmn_namespace="https://www.omg.org/spec/DMN/20191111/MODEL/",
    ).replace(b'<decisionTable id="t">', b'<decisionTable id="t" hitPolicy="FIRST">')

    result = dmn.evaluate(dmn.parse(xml), "menu", {"month": 4, "guests": " 12"})

    assert result.output == "summer 12"
    assert [each.decision_id for each in result.decisions] == ["season", "menu"]
    assert result.decisions[0].inputs[0].name == "Month"


def test_a_rule_that_did_not_match_is_explained_entry_by_entry() -> None:
    definitions = table_model(["age", "role"], ["ok"], [">= 35", '"clerk"', "true"], ["-", "-", "false"], hit_policy="FIRST")

    result = dmn.evaluate(definitions, "d", {"age": 30, "role": "clerk"}, explain_rule="r1")

    assert result.output is False
    assert result.explanation is not None
    assert not result.explanation.matched
    assert [(entry.name, entry.value, entry.test, entry.passed) for entry in result.explanation.entries] == [
        ("age", 30, ">= 35", False),
        ("role", "clerk", '"clerk"', True),
    ]


def test_inputs_and_outputs_of_another_type_stay_with_a_warning() -> None:
    definitions = table_model(["x"], ["y"], ["5", "7"], types={"x": "string", "y": "string"})
    evaluation = feel.Evaluation()

    assert dmn.evaluate(definitions, "d", {"x": 5}, evaluation).output == 7
    assert len(evaluation.warnings) == 2
