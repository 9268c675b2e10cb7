"""The BPMN, DMN and form files that the acceptance tests deploy."""

from __future__ import annotations

from io import BytesIO

from camunda_orchestration_sdk.models import CreateDeploymentData
from camunda_orchestration_sdk.types import File

from tests.integration.diagrams import diagram, service_task, user_task

__all__ = ["LEAVE_FORM", "RATE", "deployment", "diagram", "service_task", "user_task"]

LEAVE_FORM = b"""{"type": "default", "id": "leave_form", "components": [
  {"type": "number", "key": "days", "id": "days", "label": "\xe0\xb8\x88\xe0\xb8\xb3\xe0\xb8\x99\xe0\xb8\xa7\xe0\xb8\x99\xe0\xb8\xa7\xe0\xb8\xb1\xe0\xb8\x99",
   "validate": {"required": true, "min": 1, "max": 30}},
  {"type": "textfield", "key": "reason", "id": "reason", "label": "\xe0\xb9\x80\xe0\xb8\xab\xe0\xb8\x95\xe0\xb8\xb8\xe0\xb8\x9c\xe0\xb8\xa5"}]}"""

RATE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rates" name="Rates" namespace="http://example.org/dmn">
  <decision id="rate" name="Rate"><decisionTable id="table" hitPolicy="UNIQUE">
    <input id="in" label="Grade"><inputExpression id="ie" typeRef="string"><text>grade</text></inputExpression></input>
    <output id="out" name="rate" typeRef="number"/>
    <rule id="low"><inputEntry id="l1"><text>"low"</text></inputEntry><outputEntry id="l2"><text>240</text></outputEntry></rule>
    <rule id="high"><inputEntry id="h1"><text>"high"</text></inputEntry><outputEntry id="h2"><text>270</text></outputEntry></rule>
  </decisionTable></decision></definitions>"""


def deployment(**files: bytes) -> CreateDeploymentData:
    """Return deployment data; `leave_bpmn=...` is the file leave.bpmn."""
    named = {name[::-1].replace("_", ".", 1)[::-1]: content for name, content in files.items()}
    return CreateDeploymentData(resources=[File(payload=BytesIO(content), file_name=name) for name, content in named.items()])
