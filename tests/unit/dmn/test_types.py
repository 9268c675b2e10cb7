"""Item definitions: what conforms, what is converted, what becomes null."""

from decimal import Decimal

import pytest

import feel
from engine import dmn
from tests.unit.dmn.builders import decision, definitions, input_data, literal, model

PERSON = (
    '<itemDefinition name="tPerson"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="birth date"><typeRef>date</typeRef></itemComponent></itemDefinition>'
)
NUMBERS = '<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
GRADE = (
    '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
    '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
    '<itemDefinition name="tReport"><itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent></itemDefinition>'
)


def typed(type_ref: str, text: str, *types: str) -> object:
    return dmn.evaluate(model(*types, decision("d", literal(text), type_ref=type_ref)), "d", {}).output


@pytest.mark.parametrize(
    ("type_ref", "text", "expected"),
    [
        ("number", "1", 1),
        ("number", '"1"', None),
        ("number", "[1]", 1),
        ("tNumbers", "[1, 2]", [1, 2]),
        ("tNumbers", "1", [1]),
        ("tNumbers", '[1, "a"]', None),
        ("tGrade", '"A"', "A"),
        ("tGrade", '"C"', None),
        ("tGrades", '["A", "B"]', ["A", "B"]),
        ("tGrades", '["A", "C"]', None),
        ("tReport", '{grade: "A", more: 1}', {"grade": "A", "more": 1}),
        ("tReport", '{grade: "C"}', None),
        ("tReport", "{other: 1}", None),
        ("Any", "1", 1),
        ("integer", "1", 1),
    ],
)
def test_a_decision_has_its_declared_type_or_is_null(type_ref: str, text: str, expected: object) -> None:
    assert typed(type_ref, text, NUMBERS, GRADE) == expected


def test_a_date_becomes_a_date_and_time_at_midnight() -> None:
    assert feel.to_json(typed("dateTime", 'date("2026-01-02")')) == "2026-01-02T00:00:00Z"


def test_json_inputs_are_read_by_their_types() -> None:
    definitions = model(
        PERSON,
        input_data("p", "tPerson"),
        decision("d", literal("p.birth date.year + number(p.name)"), inputs=["p"]),
    )

    assert dmn.evaluate(definitions, "d", {"p": {"name": "10", "birth date": "1990-05-06"}}).output == Decimal(2000)


def test_an_input_of_the_wrong_type_is_null_with_a_warning() -> None:
    definitions = model(input_data("x", "number"), decision("d", literal("x"), inputs=["x"]))
    evaluation = feel.Evaluation()

    assert dmn.evaluate(definitions, "d", {"x": "a"}, evaluation).output is None
    assert "x" in evaluation.warnings[0].message


def test_instance_of_knows_item_definitions() -> None:
    text = '{name: "a", birth date: date("1990-01-01")} instance of tPerson'

    assert typed("boolean", text, PERSON) is True


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(dmn.DmnError, match="tNowhere"):
        model(decision("d", literal("1"), type_ref="tNowhere"))


def test_a_type_constraint_holds_for_the_whole_collection() -> None:
    pairs = (
        '<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef>'
        "<typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>"
    )

    assert typed("tPair", "[1, 2]", pairs) == [1, 2]
    assert typed("tPair", "[1, 2, 3]", pairs) is None


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_dmn_is_read(namespace: str) -> None:
    xml = definitions(decision("d", literal("1"), type_ref="number"), dmn_namespace=namespace)

    assert dmn.evaluate(dmn.parse(xml), "d", {}).output == 1


def test_a_type_may_have_a_prefix_as_in_dmn_1_1() -> None:
    assert typed("feel:number", '"a"') is None
