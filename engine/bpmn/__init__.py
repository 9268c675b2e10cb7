"""BPMN 2.0 XML in, immutable process models out, or every reason why not.

diagram = engine.bpmn.parse(xml)
for model in diagram.processes:
    findings = engine.bpmn.supported(model)
    needed = engine.bpmn.references(model)
"""

from engine.bpmn.diagram import Diagram, parse
from engine.bpmn.findings import BpmnError, Finding, Severity
from engine.bpmn.references import Reference, ReferenceKind, references
from engine.bpmn.supported import supported

__all__ = ["BpmnError", "Diagram", "Finding", "Reference", "ReferenceKind", "Severity", "parse", "references", "supported"]
