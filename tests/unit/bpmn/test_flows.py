"""Sequence flows: ends, scopes, conditions, defaults, order (§8.4.13)."""

import pytest

from tests.unit.bpmn.builders import definitions, extended, flow, line, model_of, process, refusal_text, refusals, warnings

SPLIT = '<{0} id="g" {1}/><task id="a"/><task id="b"/>' + flow("f0", "start", "g")


def split(gateway: str, *flows: str, attributes: str = "") -> str:
    return '<startEvent id="start"/>' + SPLIT.format(gateway, attributes) + "".join(flows)


def test_a_flow_knows_its_ends_and_condition() -> None:
    content = split("exclusiveGateway", flow("f1", "g", "a", "= x &gt; 1"), flow("f2", "g", "b"), attributes='default="tns:f2"')

    model = model_of(process(content))

    assert model.elements["g"].incoming == ("f0",)
    assert model.elements["g"].outgoing == ("f1", "f2")
    assert model.elements["g"].default_flow == "f2"
    assert model.flows["f1"].condition.names == {"x"}
    assert model.flows["f2"].condition is None


def test_a_condition_may_be_written_without_the_equals_sign() -> None:
    content = split("inclusiveGateway", flow("f1", "g", "a", "x &gt; 1"), flow("f2", "g", "b", "= x &lt; 1"))

    model = model_of(process(content))

    assert model.flows["f1"].condition.text.strip() == "x > 1"
    assert model.flows["f2"].condition.text.strip() == "x < 1"


def test_conditions_are_tried_in_the_order_in_which_the_node_lists_its_flows() -> None:
    content = split("exclusiveGateway", flow("f1", "g", "a", "x"), flow("f2", "g", "b", "y")).replace(
        '<exclusiveGateway id="g" />',
        '<exclusiveGateway id="g"><outgoing>f2</outgoing><outgoing>f1</outgoing></exclusiveGateway>',
    )

    assert model_of(process(content)).elements["g"].outgoing == ("f2", "f1")


def test_a_node_that_lists_only_some_flows_keeps_them_all() -> None:
    content = line('<task id="a"><outgoing>nonsense</outgoing></task>')

    assert model_of(process(content)).elements["a"].outgoing == ("flow2",)


@pytest.mark.parametrize(("source", "target"), [("nobody", "end"), ("start", "nobody"), ("p", "end"), ("start", "flow1")])
def test_a_flow_without_an_end_is_refused(source: str, target: str) -> None:
    assert refusals(process(line('<task id="a"/>') + flow("x", source, target))) == {("x", "flow-end")}


def test_a_flow_across_the_border_of_a_sub_process_is_refused() -> None:
    content = line('<subProcess id="sub"><task id="inner"/></subProcess>') + flow("x", "inner", "end")

    assert refusals(process(content)) == {("x", "flow-scope")}


def test_a_flow_between_two_pools_is_refused() -> None:
    xml = definitions(
        f'<process id="p" isExecutable="true"><task id="a"/>{flow("x", "a", "b")}</process>'
        '<process id="q" isExecutable="true"><task id="b"/></process>'
    )

    assert refusals(xml) == {("x", "flow-end")}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (line('<task id="a"/>') + flow("x", "a", "start"), ("start", "incoming-flow")),
        (line('<task id="a"/>') + flow("x", "end", "a"), ("end", "outgoing-flow")),
        (line('<subProcess id="a" triggeredByEvent="true"><startEvent id="s"/></subProcess>'), ("a", "incoming-flow")),
        (line('<task id="a" isForCompensation="true"/>'), ("a", "compensation-flow")),
    ],
)
def test_flows_stay_away_from_where_they_have_no_meaning(content: str, expected: tuple[str, str]) -> None:
    assert expected in refusals(process(content))


def test_a_choosing_gateway_needs_a_condition_on_every_flow_but_the_default() -> None:
    for gateway in ("exclusiveGateway", "inclusiveGateway"):
        flows = flow("f1", "g", "a", "x"), flow("f2", "g", "b")

        assert refusals(process(split(gateway, *flows))) == {("f2", "flow-condition-missing")}
        assert refusals(process(split(gateway, *flows, attributes='default="f2"'))) == set()


def test_a_gateway_with_one_way_out_needs_no_condition() -> None:
    assert refusals(process(line('<exclusiveGateway id="g"/>'))) == set()


def test_conditions_after_a_parallel_gateway_are_ignored_with_a_warning() -> None:
    xml = process(split("parallelGateway", flow("f1", "g", "a", "x"), flow("f2", "g", "b")))

    assert model_of(xml).flows["f1"].condition is None
    assert warnings(xml) == {("f1", "flow-condition")}


def test_the_condition_of_a_default_flow_is_ignored_with_a_warning() -> None:
    xml = process(split("exclusiveGateway", flow("f1", "g", "a", "x"), flow("f2", "g", "b", "y"), attributes='default="f2"'))

    assert model_of(xml).flows["f2"].condition is None
    assert warnings(xml) == {("f2", "flow-condition")}


@pytest.mark.parametrize("source", ["start", "t"])
def test_a_condition_after_an_event_is_refused(source: str) -> None:
    content = line('<intermediateThrowEvent id="t"/>') + '<task id="b"/>' + flow("x", source, "b", "y")

    assert refusals(process(content)) == {("x", "flow-condition")}


def test_an_activity_may_split_by_conditions_and_a_default() -> None:
    content = '<startEvent id="start"/><task id="g" default="f2"/><task id="a"/><task id="b"/>' + "".join(
        [flow("f0", "start", "g"), flow("f1", "g", "a", "x"), flow("f2", "g", "b")]
    )

    assert model_of(process(content)).elements["g"].default_flow == "f2"


def test_conditions_everywhere_and_no_default_are_a_warning() -> None:
    content = '<startEvent id="start"/><task id="g"/><task id="a"/>' + flow("f0", "start", "g") + flow("f1", "g", "a", "x")

    assert warnings(process(content)) == {("g", "no-default-flow")}


@pytest.mark.parametrize("default", ["f0", "nothing"])
def test_a_default_that_is_not_a_way_out_is_refused(default: str) -> None:
    content = split("exclusiveGateway", flow("f1", "g", "a"), attributes=f'default="{default}"')

    assert refusals(process(content)) == {("g", "default-flow")}


def test_malformed_feel_is_refused_with_line_and_column() -> None:
    xml = process(split("inclusiveGateway", flow("f1", "g", "a", "= x &gt;"), flow("f2", "g", "b", "y")))

    assert refusals(xml) == {("f1", "expression")}
    assert "line 1, column" in refusal_text(xml)


@pytest.mark.parametrize("language", ["http://www.java.com/java", "javascript"])
def test_an_expression_in_another_language_is_refused(language: str) -> None:
    xml = process(split("inclusiveGateway", flow("f1", "g", "a", "x"), flow("f2", "g", "b", "y"))).decode()

    assert ("f1", "expression-language") in refusals(
        xml.replace(
            '<conditionExpression xsi:type="tFormalExpression">x', f'<conditionExpression language="{language}">x'
        ).encode()
    )


def test_feel_may_be_named_as_the_language() -> None:
    xml = process(split("inclusiveGateway", flow("f1", "g", "a", "x"), flow("f2", "g", "b", "y"))).decode()
    named = '<conditionExpression language="https://www.omg.org/spec/DMN/20191111/FEEL/">x'

    assert refusals(xml.replace('<conditionExpression xsi:type="tFormalExpression">x', named).encode()) == set()


def test_an_element_that_no_path_leads_to_is_a_warning() -> None:
    assert warnings(process(line('<task id="a"/>') + '<task id="lost"/>')) == {("lost", "unreachable")}


def test_a_listener_does_not_hide_flows() -> None:
    node = extended(
        "task", '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="x"/></zeebe:executionListeners>'
    )

    assert model_of(process(line(node))).elements["a"].incoming == ("flow1",)


def test_flows_need_no_id_of_their_own() -> None:
    nodes = '<startEvent id="s"/><task id="t"/><endEvent id="e"/>'
    twice = '<sequenceFlow sourceRef="s" targetRef="t"/>' * 2
    model = model_of(process(nodes + twice + '<sequenceFlow sourceRef="t" targetRef="e"/>'))

    flows = {flow.id: (flow.source_id, flow.target_id) for flow in model.flows.values()}

    assert flows == {"flow:s:t:1": ("s", "t"), "flow:s:t:2": ("s", "t"), "flow:t:e:1": ("t", "e")}
    assert model.elements["s"].outgoing == ("flow:s:t:1", "flow:s:t:2")
