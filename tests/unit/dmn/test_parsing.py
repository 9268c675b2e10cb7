"""Models that cannot be used are refused with every reason and its place."""

import pytest

from engine import dmn
from tests.unit.dmn.builders import NAMESPACE, decision, definitions, literal, table


def findings(xml: bytes) -> tuple[dmn.Finding, ...]:
    with pytest.raises(dmn.DmnError) as caught:
        dmn.parse(xml)
    return caught.value.findings


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<",
        b"not xml",
        b"<definitions/>",
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        f'<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><definitions xmlns="{NAMESPACE}"/>'.encode(),
        f'<!DOCTYPE d [<!ENTITY a "b">]><definitions xmlns="{NAMESPACE}" name="&a;"/>'.encode(),
        definitions("<decision>" + "<context><contextEntry>" * 60 + "</contextEntry></context>" * 60 + "</decision>"),
        definitions(" " * (16 * 1024 * 1024)),
    ],
)
def test_what_is_no_model_or_hostile_is_refused(xml: bytes) -> None:
    assert findings(xml)


def test_entities_that_grow_are_not_expanded() -> None:
    lines = ['<!ENTITY a0 "ha">'] + [f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40)]
    xml = f'<!DOCTYPE d [{"".join(lines)}]><definitions xmlns="{NAMESPACE}">&a39;</definitions>'.encode()

    assert findings(xml)


def test_a_text_that_is_not_feel_is_reported_with_its_place() -> None:
    xml = definitions("\n\n", decision("d", table(["x"], ["y"], ["> > 1", "1"], ["1", "1 +"])))

    first, second = findings(xml)

    assert "> > 1" in first.message
    assert "1 +" in second.message
    assert (first.line, first.column) == (3, 3)


def test_all_faults_are_reported_at_once() -> None:
    xml = definitions(decision("a", literal("1 +")), decision("b", literal("x"), type_ref="tNo"), "<surprise/>")

    assert len(findings(xml)) == 3


@pytest.mark.parametrize(
    "logic",
    [
        table(["x"], ["y"], ["1", "2", "3"]),
        table(["x"], ["y"], ["1", "2"], hit_policy="MAYBE"),
        table(["x"], ["y"], ["1", "2"], aggregation="SUM"),
        table(["x"], [], ["1"]),
        literal("1").replace("<literalExpression", '<literalExpression expressionLanguage="javascript"'),
        f"<context><contextEntry>{literal('1')}</contextEntry><contextEntry>{literal('1')}</contextEntry></context>",
    ],
)
def test_a_boxed_expression_that_does_not_fit_is_refused(logic: str) -> None:
    assert findings(definitions(decision("d", logic)))


def test_a_tolerant_parse_keeps_the_rest_of_the_model_usable() -> None:
    xml = definitions(decision("a", literal("1 +")), decision("b", literal("2")))

    parsed = dmn.parse(xml, tolerant=True)

    assert len(parsed.findings) == 1
    assert dmn.evaluate(parsed, "a", {}).output is None
    assert dmn.evaluate(parsed, "b", {}).output == 2


def test_definitions_tell_what_they_define() -> None:
    parsed = dmn.parse(definitions(decision("Risk of fire", literal("1"), id="r")))

    assert (parsed.id, parsed.name, parsed.namespace) == ("model", "Model", "urn:test")
    assert [(each.id, each.name) for each in parsed.decisions] == [("r", "Risk of fire")]
