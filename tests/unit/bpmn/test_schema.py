"""What BPMN does not have is refused by name; what other tools keep for themselves is left alone."""

import pytest

from tests.unit.bpmn.builders import definitions, extended, flow, line, process, refusal_text, refusals, warnings


def test_an_unknown_element_is_refused() -> None:
    assert refusals(process(line('<robotTask id="a"/>') + '<task id="b"/>')) >= {("a", "unknown-element")}


def test_an_abstract_element_is_refused() -> None:
    assert ("a", "unknown-element") in refusals(process('<activity id="a"/>'))


def test_an_unknown_attribute_is_refused() -> None:
    assert refusals(process(line('<task id="a" isExecutabel="true"/>'))) == {("a", "unknown-attribute")}


def test_an_element_in_the_wrong_place_is_refused() -> None:
    assert refusals(process(line('<task id="a"><startEvent id="b"/></task>'))) == {("b", "misplaced-element")}


def test_a_choreography_task_in_a_process_is_refused() -> None:
    assert ("a", "unknown-element") in refusals(process(line('<choreographyTask id="a"/>')))


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("isForCompensation", "yes"), ("startQuantity", "many"), ("completionQuantity", "1.5")],
)
def test_an_attribute_of_the_wrong_type_is_refused(attribute: str, value: str) -> None:
    assert ("a", "wrong-value") in refusals(process(line(f'<task id="a" {attribute}="{value}"/>')))


def test_ids_used_twice_are_refused() -> None:
    assert ("a", "duplicate-id") in refusals(process(line('<task id="a"/>') + '<task id="a"/>'))


@pytest.mark.parametrize("element_id", ["", "a b", "a:b"])
def test_an_id_that_is_no_ncname_is_refused(element_id: str) -> None:
    assert any(rule == "invalid-id" for _, rule in refusals(process(f'<task id="{element_id}"/>')))


def test_thai_ids_are_ids() -> None:
    assert refusals(process(line('<task id="ตรวจสอบ_1"/>'))) == set()


def test_elements_without_ids_are_refused() -> None:
    xml = process('<task/><task id="a"/><task id="b"/><sequenceFlow sourceRef="a" targetRef="b"/>')

    assert refusals(xml) == {("p", "missing-id")}


@pytest.mark.parametrize(
    "namespace",
    ["http://operaton.org/schema/1.0/bpmn", "http://flowable.org/bpmn", "http://spiffworkflow.org/bpmn/schema/1.0/core"],
)
def test_what_another_engine_would_run_is_refused_by_name(namespace: str) -> None:
    node = extended("userTask", f'<x:script xmlns:x="{namespace}">go()</x:script>')

    assert refusals(process(line(node))) == {("a", "other-engine")}


def test_an_extension_that_nobody_here_knows_gives_one_warning() -> None:
    foreign = '<x:thing xmlns:x="urn:engine"/><bioc:note xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"/>'

    found = warnings(process(line(extended("task", foreign), extended("task", foreign, element_id="b"))))

    assert found == {("a", "foreign-extension")}


def test_extensions_of_unknown_tools_are_ignored() -> None:
    node = extended("task", '<x:color xmlns:x="urn:paint" x:fill="red"><x:deep/></x:color>')

    assert refusals(process(line(node.replace("<task ", '<task xmlns:y="urn:y" y:note="1" ')))) == set()


def test_diagram_interchange_is_ignored() -> None:
    shapes = '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" id="d"><d:BPMNPlane bpmnElement="p"/></d:BPMNDiagram>'

    assert refusals(definitions(f'<process id="p" isExecutable="true">{line()}</process>{shapes}')) == set()


def test_a_foreign_element_outside_extension_elements_is_refused() -> None:
    assert ("a", "misplaced-element") in refusals(process(line('<task id="a"><x:y xmlns:x="urn:x"/></task>')))


@pytest.mark.parametrize(
    "extension", ["<zeebe:magic/>", '<zeebe:properties speed="1"/>', "<zeebe:properties><zeebe:spell/></zeebe:properties>"]
)
def test_an_unknown_zeebe_extension_is_refused(extension: str) -> None:
    assert refusals(process(line(extended("task", extension)))) == {("a", "unknown-extension")}


def test_a_zeebe_extension_in_the_wrong_place_is_refused() -> None:
    node = extended("exclusiveGateway", '<zeebe:taskDefinition type="x"/>')

    assert refusals(process(line(node))) == {("a", "misplaced-extension")}


def test_a_zeebe_extension_given_twice_is_refused() -> None:
    node = extended("serviceTask", '<zeebe:taskDefinition type="x"/><zeebe:taskDefinition type="y"/>')

    assert refusals(process(line(node))) == {("a", "duplicate-extension")}


def test_agents_are_refused_with_the_reason() -> None:
    node = extended("serviceTask", '<zeebe:taskDefinition type="x"/><zeebe:agentDefinition agentType="x"/>')

    assert "AI agents are not run" in refusal_text(process(line(node)))


@pytest.mark.parametrize(
    "attribute",
    ["class", "delegateExpression", "expression", "type", "assignee", "candidateGroups", "formKey", "resultVariable"],
)
def test_attributes_of_camunda_7_are_refused_by_name(attribute: str) -> None:
    node = f'<serviceTask id="a" camunda:{attribute}="x"><extensionElements><zeebe:taskDefinition type="x"/></extensionElements></serviceTask>'

    assert f"camunda:{attribute}" in refusal_text(process(line(node)))


def test_settings_of_camunda_7_without_meaning_here_are_ignored() -> None:
    assert refusals(process(line('<task id="a" camunda:asyncBefore="true" camunda:exclusive="false"/>'))) == set()


def test_extension_elements_of_camunda_7_are_refused() -> None:
    node = extended("task", '<camunda:executionListener class="a.B" event="start"/>')

    assert refusals(process(line(node))) == {("a", "other-engine")}


def test_an_extension_that_must_be_understood_is_refused() -> None:
    xml = definitions(
        '<extension mustUnderstand="true" definition="tns:x"/><process id="p" isExecutable="true"><task id="a"/></process>'
    )

    assert refusals(xml) == {(None, "must-understand")}


def test_notes_of_the_modeler_are_ignored() -> None:
    node = '<serviceTask id="a" zeebe:modelerTemplate="t" zeebe:modelerTemplateVersion="2"><extensionElements><zeebe:taskDefinition type="x"/></extensionElements></serviceTask>'

    assert refusals(process(line(node))) == set()


def test_all_faults_are_reported_at_once() -> None:
    content = line('<serviceTask id="a"/>', '<userTask id="b" wrong="1"/>') + flow("lost", "a", "nowhere")

    assert refusals(process(content)) == {("a", "nothing-to-do"), ("b", "unknown-attribute"), ("lost", "flow-end")}


@pytest.mark.timeout(10)
@pytest.mark.parametrize("inner", ["callActivity", "subProcess", "task"])
def test_an_element_with_the_id_of_the_one_around_it_is_refused_and_not_walked_for_ever(inner: str) -> None:
    thrown = '<intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>'
    nodes = (
        f'<subProcess id="a"><{inner} id="a"/><callActivity id="c" calledElement="q"/><{inner} id="p"/></subProcess>{thrown}'
    )

    assert {("a", "duplicate-id"), ("p", "duplicate-id")} <= refusals(process(nodes))


@pytest.mark.parametrize(
    "node",
    [
        '<scriptTask id="a" scriptFormat="feel"><script>1</script><script>2</script></scriptTask>',
        '<serviceTask id="a"><extensionElements/><extensionElements/></serviceTask>',
        '<complexGateway id="a"><activationCondition>true</activationCondition><activationCondition>false</activationCondition></complexGateway>',
    ],
)
def test_what_an_element_has_once_is_refused_twice(node: str) -> None:
    assert ("a", "repeated-element") in refusals(process(line(node)))
