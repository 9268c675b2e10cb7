"""What the tests of the comparison have in common: parts of diagrams, and comparing one."""

from __future__ import annotations

from app.verification.differential import Comparison, compare
from engine import bpmn

TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>"
INSIDE = (
    '<bpmn:startEvent id="@_start"><bpmn:outgoing>@1</bpmn:outgoing></bpmn:startEvent>'
    '<bpmn:userTask id="@_task"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements>'
    "<bpmn:incoming>@1</bpmn:incoming><bpmn:outgoing>@2</bpmn:outgoing></bpmn:userTask>"
    '<bpmn:endEvent id="@_end"><bpmn:incoming>@2</bpmn:incoming></bpmn:endEvent>'
    '<bpmn:sequenceFlow id="@1" sourceRef="@_start" targetRef="@_task"/>'
    '<bpmn:sequenceFlow id="@2" sourceRef="@_task" targetRef="@_end"/>'
)
"""One task between start and end."""


def compared(xml: bytes, runs: int = 20) -> Comparison:
    (model,) = bpmn.parse(xml).processes
    return compare(model.id, xml, runs=runs)
