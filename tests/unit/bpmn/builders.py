"""Short ways to write BPMN files and to ask what the parser made of them."""

import itertools
import re

import engine.bpmn
from engine.bpmn import BpmnError, Diagram, Severity
from engine.bpmn.process_model import Element, ProcessModel

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tns="urn:test"'
)


def definitions(content: str, attributes: str = "") -> bytes:
    """Return a BPMN file around root elements."""
    return f'<definitions {NAMESPACES} targetNamespace="urn:test" {attributes}>{content}</definitions>'.encode()


def process(content: str, roots: str = "", attributes: str = "") -> bytes:
    """Return a file with one executable process `p` around flow elements."""
    return definitions(f'{roots}<process id="p" isExecutable="true">{content}</process>', attributes)


def flow(flow_id: str, source: str, target: str, condition: str | None = None) -> str:
    """Return a sequence flow."""
    inner = f'<conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression>' if condition else ""
    return f'<sequenceFlow id="{flow_id}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'


def line(*nodes: str) -> str:
    """Return nodes between a start event `start` and an end event `end`, one flow after another: flow1, flow2, ..."""
    ids = ["start", *(re.search(r'\bid="([^"]+)"', node).group(1) for node in nodes), "end"]
    flows = [flow(f"flow{number}", *pair) for number, pair in enumerate(itertools.pairwise(ids), 1)]
    return "".join(['<startEvent id="start"/>', *nodes, '<endEvent id="end"/>', *flows])


def extended(tag: str, extensions: str, content: str = "", element_id: str = "a") -> str:
    """Return an element with extension elements."""
    name, *_ = tag.split()
    return f'<{tag} id="{element_id}"><extensionElements>{extensions}</extensionElements>{content}</{name}>'


def parsed(xml: bytes) -> Diagram:
    """Parse a file that is expected to be fine."""
    return engine.bpmn.parse(xml)


def model_of(xml: bytes) -> ProcessModel:
    """Return the only process of a file."""
    (model,) = parsed(xml).processes
    return model


def element_of(node: str, roots: str = "") -> Element:
    """Return the element that one node between start and end becomes."""
    element_id = re.search(r'\bid="([^"]+)"', node).group(1)
    return model_of(process(line(node), roots)).elements[element_id]


def refusals(xml: bytes) -> set[tuple[str | None, str]]:
    """Return the element ids and rules for which a file is refused; empty when it is accepted."""
    try:
        engine.bpmn.parse(xml)
    except BpmnError as error:
        return {(finding.element_id, finding.rule) for finding in error.findings if finding.severity is Severity.ERROR}
    return set()


def refusal_text(xml: bytes) -> str:
    """Return all messages with which a file is refused."""
    try:
        engine.bpmn.parse(xml)
    except BpmnError as error:
        return "\n".join(finding.message for finding in error.findings)
    return ""


def warnings(xml: bytes) -> set[tuple[str | None, str]]:
    """Return what an accepted file is warned of."""
    return {(finding.element_id, finding.rule) for finding in parsed(xml).warnings}
