"""Messages: names, correlation keys in zeebe's and BPMN's words, throwing inside the system (§8.4.2, §8.4.11)."""

import pytest

from engine.bpmn.process_model import Element, MessageDefinition
from tests.unit.bpmn.builders import definitions, element_of, extended, flow, line, model_of, process, refusals, warnings

KEYED = '<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey="= order"/></extensionElements></message>'
PLAIN = '<message id="m" name="paid"/>'
CATCH = '<intermediateCatchEvent id="e"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
THROW = '<intermediateThrowEvent id="e"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>'


def message_of(element: Element) -> MessageDefinition:
    (event,) = element.events
    assert isinstance(event, MessageDefinition)
    return event


@pytest.mark.parametrize("node", [CATCH, '<receiveTask id="e" messageRef="tns:m"/>'])
def test_a_caught_message_has_a_name_and_a_key(node: str) -> None:
    message = message_of(element_of(node, KEYED))

    assert message.name.text == "paid"
    assert message.correlation_key.expression.names == {"order"}


def test_a_message_that_starts_a_process_has_no_key() -> None:
    content = line().replace(
        '<startEvent id="start"/>', '<startEvent id="start"><messageEventDefinition messageRef="m"/></startEvent>'
    )

    for roots in (KEYED, PLAIN):
        assert message_of(model_of(process(content, roots)).elements["start"]).correlation_key is None


def test_an_instantiating_receive_task_starts_a_process_too() -> None:
    content = '<receiveTask id="e" messageRef="m" instantiate="true"/><endEvent id="end"/>' + flow("f", "e", "end")

    model = model_of(process(content, PLAIN))

    assert message_of(model.elements["e"]).correlation_key is None
    assert model.root.entry_points == ()


@pytest.mark.parametrize(
    ("attributes", "loop"),
    [
        ("", "<standardLoopCharacteristics><loopCondition>again</loopCondition></standardLoopCharacteristics>"),
        ('startQuantity="2"', ""),
    ],
)
def test_an_instantiating_receive_task_receives_one_message_and_no_tokens(attributes: str, loop: str) -> None:
    task = f'<receiveTask id="e" messageRef="m" instantiate="true" {attributes}>{loop}</receiveTask>'

    assert refusals(process(task + '<endEvent id="end"/>' + flow("f", "e", "end"), PLAIN)) == {("e", "receive-task")}


def test_messages_behind_an_exclusive_starting_gateway_need_no_key() -> None:
    other = '<intermediateCatchEvent id="o"><messageEventDefinition messageRef="n"/></intermediateCatchEvent>'
    flows = flow("f1", "g", "e") + flow("f2", "g", "o")
    roots = PLAIN + '<message id="n" name="cancelled"/>'

    model = model_of(process(f'<eventBasedGateway id="g" instantiate="true"/>{CATCH}{other}{flows}', roots))

    assert message_of(model.elements["e"]).correlation_key is None


def test_plain_bpmn_without_a_key_correlates_by_name_alone_with_a_warning() -> None:
    xml = process(line(CATCH), PLAIN)

    assert message_of(model_of(xml).elements["e"]).correlation_key.text == ""
    assert warnings(xml) == {("e", "correlation-key")}


def test_a_diagram_for_camunda_8_without_a_key_is_refused() -> None:
    xml = process(line(CATCH), PLAIN, 'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0"')

    assert refusals(xml) == {("e", "correlation-key")}


def test_an_empty_key_is_refused() -> None:
    empty = (
        '<message id="m" name="paid"><extensionElements><zeebe:subscription correlationKey=""/></extensionElements></message>'
    )

    assert ("m", "correlation-key") in refusals(process(line(CATCH), empty))


def test_bpmn_correlation_properties_give_the_key_on_both_sides() -> None:
    roots = PLAIN + (
        '<correlationProperty id="cp"><correlationPropertyRetrievalExpression id="r" messageRef="m">'
        "<messagePath>payload.order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>"
        '<collaboration id="c"><correlationKey id="ck"><correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>'
    )
    subscription = (
        '<correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding id="b" correlationPropertyRef="cp">'
        "<dataPath>order</dataPath></correlationPropertyBinding></correlationSubscription>"
    )

    caught = model_of(process(line(CATCH) + subscription, roots)).elements["e"]
    thrown = model_of(process(line(THROW) + subscription, roots)).elements["e"]

    assert message_of(caught).correlation_key.expression.names == {"order"}
    assert message_of(thrown).correlation_key.expression.names == {"payload"}


def test_a_thrown_message_is_keyed_as_it_is_caught_unless_it_says_otherwise() -> None:
    publish = '<extensionElements><zeebe:publishMessage correlationKey="= other" timeToLive="PT1H"/></extensionElements>'
    explicit = THROW.replace("<messageEventDefinition", publish + "<messageEventDefinition")

    assert message_of(element_of(THROW, KEYED)).correlation_key.expression.names == {"order"}
    assert message_of(element_of(explicit, KEYED)).correlation_key.expression.names == {"other"}


def test_a_throwing_event_may_be_a_job_without_a_message() -> None:
    node = extended("intermediateThrowEvent", '<zeebe:taskDefinition type="mail"/>', "<messageEventDefinition/>", "e")

    element = element_of(node)

    assert element.job.type.text == "mail"
    assert message_of(element).name.text == ""


def test_a_job_on_another_throwing_event_is_refused() -> None:
    node = extended("intermediateThrowEvent", '<zeebe:taskDefinition type="mail"/>', element_id="e")

    assert refusals(process(line(node))) == {("e", "misplaced-extension")}


def test_an_operation_leads_to_its_message() -> None:
    roots = (
        PLAIN + '<interface id="i" name="i"><operation id="op" name="op"><inMessageRef>m</inMessageRef></operation></interface>'
    )
    node = '<intermediateThrowEvent id="e"><messageEventDefinition><operationRef>op</operationRef></messageEventDefinition></intermediateThrowEvent>'

    assert message_of(element_of(node, roots)).name.text == "paid"


@pytest.mark.parametrize(
    ("roots", "expected"),
    [
        ("", ("e", "missing-reference")),
        ('<signal id="m" name="x"/>', ("e", "wrong-reference")),
    ],
)
def test_a_message_that_is_missing_is_refused(roots: str, expected: tuple[str, str]) -> None:
    assert expected in refusals(process(line(CATCH), roots))


@pytest.mark.parametrize("kind", ["message", "signal"])
def test_what_has_no_name_is_known_by_its_id_but_in_a_diagram_for_camunda_8(kind: str) -> None:
    catch = f'<intermediateCatchEvent id="e"><{kind}EventDefinition {kind}Ref="m"/></intermediateCatchEvent>'
    roots = KEYED.replace(' name="paid"', "") if kind == "message" else '<signal id="m"/>'

    (event,) = element_of(catch, roots).events

    assert event.name.text == "m"
    assert warnings(process(line(catch), roots)) == {("m", f"{kind}-name")}
    for_camunda = process(
        line(catch), roots, 'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0"'
    )
    assert ("m", f"{kind}-name") in refusals(for_camunda)


def test_a_message_without_a_name_that_a_job_sends_needs_none() -> None:
    node = extended(
        "intermediateThrowEvent", '<zeebe:taskDefinition type="mail"/>', '<messageEventDefinition messageRef="m"/>', "e"
    )

    assert message_of(element_of(node, '<message id="m"/>')).name.text == ""


def test_message_flows_join_two_pools() -> None:
    pools = (
        '<collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb" processRef="tns:q"/>{}</collaboration>'
        '<process id="p" isExecutable="true"><intermediateThrowEvent id="t"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>'
        '<task id="t2"/></process><process id="q" isExecutable="true"><startEvent id="s"><messageEventDefinition messageRef="m"/></startEvent></process>'
    )

    assert refusals(definitions(PLAIN + pools.format('<messageFlow id="mf" sourceRef="t" targetRef="s"/>'))) == set()
    assert refusals(definitions(PLAIN + pools.format('<messageFlow id="mf" sourceRef="pa" targetRef="pb"/>'))) == set()
    assert refusals(definitions(PLAIN + pools.format('<messageFlow id="mf" sourceRef="t" targetRef="t2"/>'))) == {
        ("mf", "message-flow")
    }
    assert refusals(definitions(PLAIN + pools.format('<messageFlow id="mf" sourceRef="t" targetRef="x"/>'))) == {
        ("mf", "missing-reference")
    }


@pytest.mark.parametrize("kind", ["intermediateCatchEvent", "intermediateThrowEvent"])
def test_an_event_without_a_message_is_named_itself_and_not_its_definition(kind: str) -> None:
    node = f'<{kind} id="e"><messageEventDefinition id="inside"/></{kind}>'

    assert ("e", "message-missing") in refusals(process(line(node)))
