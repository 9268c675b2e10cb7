"""Requirements: decisions, knowledge models, services and imports."""

import pytest

import feel
from engine import dmn
from tests.unit.dmn.builders import decision, definitions, function, input_data, literal, model, table, variable


def service(name: str, *parts: str) -> str:
    return f'<decisionService id="{name}" name="{name}">{variable(name)}{"".join(parts)}</decisionService>'


def test_required_decisions_come_first_and_each_once() -> None:
    definitions = model(
        decision("c", literal("a + b"), decisions=["a", "b"]),
        decision("b", literal("a * 2"), decisions=["a"]),
        decision("a", literal("x"), inputs=["x"]),
        input_data("x", "number"),
    )

    result = dmn.evaluate(definitions, "c", {"x": 5})

    assert result.output == 15
    assert [each.decision_id for each in result.decisions] == ["a", "b", "c"]


def test_a_decision_may_be_named_by_its_id_or_its_name() -> None:
    definitions = model(decision("Risk of fire", literal("1"), id="risk"))

    assert dmn.evaluate(definitions, "risk", {}).output == 1
    assert dmn.evaluate(definitions, "Risk of fire", {}).output == 1
    with pytest.raises(dmn.UnknownDecision):
        dmn.evaluate(definitions, "other", {})


def test_a_failed_required_decision_stops_the_evaluation_and_is_named() -> None:
    definitions = model(
        decision("first", table(["x"], ["y"], ["-", "1"], ["-", "2"])),
        decision("second", literal("1"), decisions=["first"]),
    )

    result = dmn.evaluate(definitions, "second", {"x": 1})

    assert (result.output, result.failed_decision_id) == (None, "first")
    assert [each.decision_id for each in result.decisions] == ["first"]


def test_names_with_spaces_and_operators_are_found_in_scope() -> None:
    definitions = model(
        input_data("Person's age", id="i"),
        decision("Half-price ticket", literal("Person's age < 12"), id="h", inputs=["i"]),
        decision("d", literal("if Half-price ticket then 50 else 100"), decisions=["h"]),
    )

    assert dmn.evaluate(definitions, "d", {"Person's age": 11}).output == 50


def test_a_circle_of_requirements_is_refused() -> None:
    with pytest.raises(dmn.DmnError, match="requires itself"):
        model(decision("a", literal("b"), decisions=["b"]), decision("b", literal("a"), decisions=["a"]))


def test_a_missing_requirement_is_refused_with_the_element() -> None:
    with pytest.raises(dmn.DmnError) as caught:
        model(decision("a", literal("1"), decisions=["nowhere"]))

    assert caught.value.findings[0].element_id == "a"


def test_a_knowledge_model_is_called_by_position_and_by_name() -> None:
    double = function("double", {"x": "number"}, literal("x * 2"))
    definitions = model(
        double,
        decision("p", literal("double(4)"), knowledge=["double"]),
        decision("n", literal("double(x: 4)"), knowledge=["double"]),
    )

    assert dmn.evaluate(definitions, "p", {}).output == 8
    assert dmn.evaluate(definitions, "n", {}).output == 8
    assert dmn.evaluate(definitions, "double", {"x": 5}).output == 10


def test_an_argument_of_the_wrong_type_makes_the_call_null() -> None:
    is_given = function("is given", {"x": "number"}, literal("x != null"))
    definitions = model(
        is_given.replace('id="is given"', 'id="g"'),
        decision("d", literal('is given("a")'), knowledge=["g"]),
    )
    evaluation = feel.Evaluation()

    assert dmn.evaluate(definitions, "d", {}, evaluation).output is None
    assert evaluation.warnings


def test_a_knowledge_model_may_call_itself() -> None:
    factorial = function("factorial", {"n": "number"}, literal("if n <= 1 then 1 else n * factorial(n - 1)"))
    definitions = model(factorial, decision("d", literal("factorial(10)"), knowledge=["factorial"]))

    assert dmn.evaluate(definitions, "d", {}).output == 3628800


def test_an_endless_recursion_is_a_failure_and_no_exception() -> None:
    endless = function("endless", {"n": None}, literal("endless(n + 1)"))
    definitions = model(endless, decision("d", literal("endless(1)"), knowledge=["endless"]))

    result = dmn.evaluate(definitions, "d", {})

    assert result.output is None
    assert result.failed_decision_id == "d"


def test_limits_hold_for_all_expressions_of_an_evaluation_together() -> None:
    rounds = "<for iteratorVariable='i'><in>{}</in><return>{}</return></for>".format(
        literal("[1..1000]"), literal("count(for j in 1..1000 return j)")
    )
    evaluation = feel.Evaluation(limits=feel.Limits(steps=100_000))

    result = dmn.evaluate(model(decision("d", rounds)), "d", {}, evaluation)

    assert result.output is None
    assert result.failure is not None
    assert "100000" in result.failure


def test_a_knowledge_model_sees_its_parameters_and_not_the_variables() -> None:
    leak = function("leak", {"x": None}, literal("secret"))
    definitions = model(leak, decision("d", literal("leak(1)"), knowledge=["leak"]))

    assert dmn.evaluate(definitions, "d", {"secret": 42}).output is None


def test_a_decision_service_takes_data_then_decisions_and_gives_one_value() -> None:
    definitions = model(
        input_data("x"),
        decision("given", literal("0")),
        decision("out", literal("x + given"), inputs=["x"], decisions=["given"]),
        service("s", '<outputDecision href="#out"/>', '<inputDecision href="#given"/>', '<inputData href="#x"/>'),
        decision("d", literal("s(1, 20)"), knowledge=["s"]),
    )

    assert dmn.evaluate(definitions, "d", {}).output == 21
    assert dmn.evaluate(definitions, "s", {"x": 3, "given": 40}).output == 43


def test_a_decision_service_with_two_outputs_gives_a_context() -> None:
    definitions = model(
        decision("a", literal("1")),
        decision("b", literal("2")),
        service("s", '<outputDecision href="#a"/>', '<outputDecision href="#b"/>'),
        decision("d", literal("s().a + s().b"), knowledge=["s"]),
    )

    assert dmn.evaluate(definitions, "s", {}).output == {"a": 1, "b": 2}
    assert dmn.evaluate(definitions, "d", {}).output == 3


def test_imported_elements_are_qualified_by_the_name_of_the_import() -> None:
    library = dmn.parse(
        definitions(
            '<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>',
            input_data("the age", "tAge", "age"),
            decision("Is adult", literal("the age >= 18"), id="adult", inputs=["age"]),
            function("plus", {"x": "tAge"}, literal("x + 1")),
            namespace="urn:lib",
        )
    )
    xml = definitions(
        '<import name="lib one" namespace="urn:lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
        decision(
            "d",
            literal('(if lib one.Is adult then "yes" else "no") + string(lib one.plus(1))'),
            decisions=["urn:lib#adult"],
            knowledge=["urn:lib#plus"],
        ),
        decision("typed", literal('"x"'), type_ref="lib one.tAge"),
    )
    importing = dmn.parse(xml, [library])

    assert dmn.evaluate(importing, "d", {"the age": 18}).output == "yes2"
    assert dmn.evaluate(importing, "d", {"lib one": {"the age": 17}}).output == "no2"
    assert dmn.evaluate(importing, "typed", {}).output is None


def test_a_missing_import_is_refused() -> None:
    xml = definitions('<import name="lib" namespace="urn:lib"/>')

    with pytest.raises(dmn.DmnError, match="missing"):
        dmn.parse(xml)


def test_an_import_without_a_name_adds_to_the_models_own_names() -> None:
    library = dmn.parse(definitions(function("plus", {"x": "number"}, literal("x + 1")), namespace="urn:lib"))
    xml = definitions('<import name="" namespace="urn:lib"/>', decision("d", literal("plus(1)"), knowledge=["urn:lib#plus"]))

    assert dmn.evaluate(dmn.parse(xml, [library]), "d", {}).output == 2
