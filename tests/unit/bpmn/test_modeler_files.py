"""Whole files as modelers write them, and what the runtime is told that it does not run yet."""

import pytest

import engine.bpmn
from engine.bpmn.process_model import ElementType
from engine.bpmn.supported import Family
from tests.unit.bpmn.builders import line, model_of, process, refusals

APPROVAL = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0"
    xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
    exporter="Camunda Modeler" exporterVersion="5.40.0" modeler:executionPlatform="Camunda Cloud"
    modeler:executionPlatformVersion="8.8.0">
  <bpmn:collaboration id="Collaboration_1">
    <bpmn:participant id="Participant_1" name="Office" processRef="approval"/>
    <bpmn:participant id="Participant_2" name="Citizen"/>
    <bpmn:messageFlow id="Flow_m" sourceRef="Participant_2" targetRef="paid"/>
  </bpmn:collaboration>
  <bpmn:process id="approval" name="Approval" isExecutable="true">
    <bpmn:extensionElements><zeebe:versionTag value="1.2"/></bpmn:extensionElements>
    <bpmn:laneSet id="LaneSet_1"><bpmn:lane id="Lane_1" name="Clerk"><bpmn:flowNodeRef>Activity_review</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
    <bpmn:startEvent id="Start" name="Request">
      <bpmn:extensionElements><zeebe:formDefinition formId="request"/></bpmn:extensionElements>
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Activity_review"/>
    <bpmn:userTask id="Activity_review" name="Review">
      <bpmn:documentation>Read the request and decide.</bpmn:documentation>
      <bpmn:extensionElements>
        <zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="=&#34;prov.clerk.&#34; + provinceCode"/>
        <zeebe:taskSchedule dueDate="=now() + duration(&#34;P3D&#34;)"/>
        <zeebe:ioMapping><zeebe:output source="=decision" target="outcome"/></zeebe:ioMapping>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming>
      <bpmn:outgoing>Flow_2</bpmn:outgoing>
      <bpmn:multiInstanceLoopCharacteristics>
        <bpmn:extensionElements>
          <zeebe:loopCharacteristics inputCollection="=reviewers" inputElement="reviewer" outputCollection="decisions" outputElement="=outcome"/>
        </bpmn:extensionElements>
        <bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=some d in decisions satisfies d = "reject"</bpmn:completionCondition>
      </bpmn:multiInstanceLoopCharacteristics>
    </bpmn:userTask>
    <bpmn:boundaryEvent id="Late" cancelActivity="false" attachedToRef="Activity_review">
      <bpmn:outgoing>Flow_late</bpmn:outgoing>
      <bpmn:timerEventDefinition id="TimerEventDefinition_1">
        <bpmn:timeCycle xsi:type="bpmn:tFormalExpression">R3/P1D</bpmn:timeCycle>
      </bpmn:timerEventDefinition>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="Flow_late" sourceRef="Late" targetRef="Remind"/>
    <bpmn:sendTask id="Remind" name="Remind">
      <bpmn:extensionElements><zeebe:taskDefinition type="mail" retries="5"/></bpmn:extensionElements>
      <bpmn:incoming>Flow_late</bpmn:incoming>
    </bpmn:sendTask>
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_review" targetRef="Gateway_1"/>
    <bpmn:exclusiveGateway id="Gateway_1" default="Flow_no">
      <bpmn:incoming>Flow_2</bpmn:incoming>
      <bpmn:outgoing>Flow_yes</bpmn:outgoing>
      <bpmn:outgoing>Flow_no</bpmn:outgoing>
    </bpmn:exclusiveGateway>
    <bpmn:sequenceFlow id="Flow_yes" name="approved" sourceRef="Gateway_1" targetRef="paid">
      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=every d in decisions satisfies d = "approve"</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_no" sourceRef="Gateway_1" targetRef="Rejected"/>
    <bpmn:intermediateCatchEvent id="paid" name="Paid">
      <bpmn:incoming>Flow_yes</bpmn:incoming>
      <bpmn:outgoing>Flow_3</bpmn:outgoing>
      <bpmn:messageEventDefinition id="MessageEventDefinition_1" messageRef="Message_1"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="paid" targetRef="Done"/>
    <bpmn:endEvent id="Done"><bpmn:incoming>Flow_3</bpmn:incoming></bpmn:endEvent>
    <bpmn:endEvent id="Rejected"><bpmn:incoming>Flow_no</bpmn:incoming><bpmn:terminateEventDefinition id="T"/></bpmn:endEvent>
    <bpmn:textAnnotation id="Note"><bpmn:text>Three working days</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="Association_1" sourceRef="Activity_review" targetRef="Note"/>
  </bpmn:process>
  <bpmn:message id="Message_1" name="paid"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1"><bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="Collaboration_1">
    <bpmndi:BPMNShape id="Shape_1" bpmnElement="Activity_review" bioc:stroke="#0d4372" color:border-color="#0d4372">
      <dc:Bounds x="1" y="1" width="100" height="80"/><bpmndi:BPMNLabel/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="Edge_1" bpmnElement="Flow_1"><di:waypoint x="1" y="1"/><di:waypoint x="9" y="1"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


def test_a_file_of_the_camunda_modeler_is_read_whole() -> None:
    diagram = engine.bpmn.parse(APPROVAL)

    (model,) = diagram.processes
    assert diagram.warnings == ()
    assert (model.id, model.name, model.version_tag) == ("approval", "Approval", "1.2")
    assert model.elements["Activity_review"].boundary_events == ("Late",)
    assert model.elements["Gateway_1"].outgoing == ("Flow_yes", "Flow_no")
    assert {element.type for element in model.elements.values()} >= {ElementType.SEND_TASK, ElementType.BOUNDARY_EVENT}
    assert engine.bpmn.supported(model) == ()


def test_the_same_file_reads_the_same_with_another_prefix_or_none() -> None:
    renamed = APPROVAL.replace(b"bpmn:", b"semantic:").replace(b"xmlns:bpmn=", b"xmlns:semantic=")
    plain = APPROVAL.replace(b"<bpmn:", b"<").replace(b"</bpmn:", b"</").replace(b"xmlns:bpmn=", b"xmlns=")

    element_ids = [list(engine.bpmn.parse(xml).processes[0].elements) for xml in (APPROVAL, renamed, plain)]

    assert element_ids[0] == element_ids[1] == element_ids[2]


def test_a_file_of_camunda_7_is_refused_with_every_reason() -> None:
    xml = process(
        line(
            '<serviceTask id="a" camunda:class="org.example.Pay"/>',
            '<scriptTask id="b" scriptFormat="groovy"><script>x = 1</script></scriptTask>',
            '<userTask id="c" camunda:assignee="${initiator}"/>',
        )
        + '<sequenceFlow id="f" sourceRef="a" targetRef="c"><conditionExpression>${ok}</conditionExpression></sequenceFlow>'
    )

    assert refusals(xml) == {
        ("a", "other-engine"),
        ("a", "nothing-to-do"),
        ("b", "script-language"),
        ("c", "other-engine"),
        ("f", "expression"),
    }


def test_what_the_runtime_does_not_run_yet_is_told_by_element() -> None:
    family = Family("plain tasks", lambda element: element.type is ElementType.TASK, "§10.3.3")
    model = model_of(process(line('<task id="a"/>')))

    found = engine.bpmn.supported(model, (family,))

    assert [(finding.element_id, finding.rule, finding.clause) for finding in found] == [("a", "not-executed-yet", "§10.3.3")]


def test_five_thousand_elements_in_a_row_are_read_without_recursion() -> None:
    model = model_of(process(line(*(f'<task id="t{number}"/>' for number in range(5000)))))

    assert len(model.elements) == 5003
    assert len(model.flows) == 5001


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Check&#10;the invoice", "Check the invoice"),
        ("ตรวจ&#10;เอกสาร", "ตรวจเอกสาร"),
        ("ที่&#13;&#10;ประชุม", "ที่ประชุม"),
        ("ครบขยาย&#10;ครั้งที่ 1", "ครบขยายครั้งที่ 1"),
        ("ประกาศผล&#10;(ม.127)", "ประกาศผล (ม.127)"),
        ("&#10;", None),
    ],
)
def test_a_line_break_in_a_name_is_a_hint_for_the_picture_only(written: str, shown: str | None) -> None:
    model = model_of(process(line(f'<task id="a" name="{written}"/>')))

    assert model.elements["a"].name == shown
